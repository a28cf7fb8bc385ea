// What flags set, beside the parameters of a process; the tables make the flags as they do for those.
#pragma once
#include "model/schema.h"
#include "session/backends.h"

namespace droplet {

/// Flags that every command has.
struct CommonParams {
    BackendChoice backend = BackendChoice::automatic;
    int threads = 0;
    bool normalize = false;
    bool quiet = false;
};

template <>
struct Schema<CommonParams> {
    using P = CommonParams;
    static constexpr std::string_view group = "common";
    static constexpr std::string_view title = "Common";
    static constexpr std::tuple fields{
        Field{&P::backend, "backend", "Backend", "What computes; auto takes CUDA where it is usable."},
        Field{&P::threads, "threads", "Threads", "Threads of the CPU backend; 0: one per core.",
              Range{0, 256}, Range{0, 64}},
        Field{&P::normalize, "normalize", "Normalize",
              "Map the picture's smallest value to 0 and its largest to 1 first; learn does unless told not "
              "to."},
        Field{&P::quiet, "quiet", "Quiet", "No progress and no summary."},
    };
};
static_assert(every_member_has_a_row<CommonParams>);

/// The common flags as they are in force.
struct CommonOptions : CommonParams {
    bool normalize_given = false;  ///< else the command chose
};

/// Bits per channel of a PNG or TIFF.
enum class BitDepth { eight, sixteen };

template <>
struct EnumNames<BitDepth> {
    static constexpr BitDepth last = BitDepth::sixteen;
    static constexpr std::array<std::string_view, 2> names{"8", "16"};
};
static_assert(every_value_has_a_name<BitDepth>);

/// How far a headless job goes and what it writes.
struct JobParams {
    int steps = 0;
    int every = 1;
    int steps_per_frame = 1;
    float fps = 30.0f;
    BitDepth bit_depth = BitDepth::eight;
};

template <>
struct Schema<JobParams> {
    using P = JobParams;
    static constexpr std::string_view group = "job";
    static constexpr std::string_view title = "Job";
    static constexpr std::tuple fields{
        Field{&P::steps, "steps", "Steps", "How many steps to run; must be given.", Range{0, 1'000'000'000},
              Range{1, 1000}},
        Field{&P::every, "every", "Every",
              "Steps between two frames of a film or numbered stills; the first shows step 0.",
              Range{1, 1'000'000'000}, Range{1, 100}},
        Field{&P::steps_per_frame, "steps-per-frame", "Steps per frame",
              "Of a video as INPUT: steps for each of its frames, after which it is a frame of the output.",
              Range{1, 1'000'000}, Range{1, 16}},
        Field{&P::fps, "fps", "Frame rate", "Frames per second of a film; of a video its own.",
              Range{1.0f, 240.0f}, Range{1.0f, 120.0f}},
        Field{&P::bit_depth, "bit-depth", "Bit depth", "Bits per channel of a PNG or TIFF."},
    };
};
static_assert(every_member_has_a_row<JobParams>);

/// What `droplet fractal` makes.
struct PictureParams {
    static constexpr int longest_side = 1'000'000;

    int width = 0, height = 0;
    int frames = 0;
    float fps = 30.0f;
    double seconds = 0;
    BitDepth bit_depth = BitDepth::eight;
};

template <>
struct Schema<PictureParams> {
    using P = PictureParams;
    static constexpr std::string_view group = "picture";
    static constexpr std::string_view title = "Picture";
    static constexpr Range sides{1, P::longest_side};
    static constexpr std::tuple fields{
        Field{&P::width, "width", "Width", "Pixels of the picture's width; must be given.", sides,
              Range{1, 4096}},
        Field{&P::height, "height", "Height", "Pixels of the picture's height; must be given.", sides,
              Range{1, 4096}},
        Field{&P::frames, "frames", "Frames",
              "Frames of a film or numbered stills of what moves; 0: until it begins again.",
              Range{0, 10'000'000}, Range{0, 1000}},
        Field{&P::fps, "fps", "Frame rate", "Frames per second of what moves.", Range{1.0f, 240.0f},
              Range{1.0f, 120.0f}},
        Field{&P::seconds, "seconds", "Moment",
              "The moment of a still, or of a film's first frame, from the beginning of what moves.",
              Range{0.0, 1e6}, Range{0.0, 60.0}},
        Field{&P::bit_depth, "bit-depth", "Bit depth", "Bits per channel of a PNG or TIFF."},
    };
};
static_assert(every_member_has_a_row<PictureParams>);

/// How a contact sheet is laid out.
struct SheetParams {
    int cell_width = 320;
};

template <>
struct Schema<SheetParams> {
    using P = SheetParams;
    static constexpr std::string_view group = "sheet";
    static constexpr std::string_view title = "Sheet";
    static constexpr std::tuple fields{
        Field{&P::cell_width, "cell-width", "Cell width",
              "Pixels of a cell's width; wider pictures are made smaller.", Range{16, 8192}, Range{64, 1024}},
    };
};
static_assert(every_member_has_a_row<SheetParams>);

/// How the window opens and closes.
struct WindowParams {
    int frames = 0;
};

template <>
struct Schema<WindowParams> {
    using P = WindowParams;
    static constexpr std::string_view group = "view";
    static constexpr std::string_view title = "Window";
    static constexpr std::tuple fields{
        Field{&P::frames, "frames", "Frames", "Close by itself after this many frames; 0: stay open.",
              Range{0, 1'000'000}, Range{0, 1000}},
    };
};
static_assert(every_member_has_a_row<WindowParams>);

}  // namespace droplet
