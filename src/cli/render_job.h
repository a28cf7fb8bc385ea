// What `droplet render` does with a capture.
#pragma once
#include <optional>
#include <string>

#include "cli/frame_range.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "model/recipe.h"

namespace droplet {

/// 0: by the other one and the aspect; both 0: as the capture says.
struct RenderParams {
    int width = 0, height = 0;
};

template <>
struct Schema<RenderParams> {
    using P = RenderParams;
    static constexpr std::string_view group = "render";
    static constexpr std::string_view title = "Size";
    static constexpr std::tuple fields{
        Field{
            &P::width, "width", "Width",
            "Pixels of the width; 0: by the height, or as it was. A capture of the whole picture is computed "
            "in this size, one of a part is scaled to it.",
            Range{0, 65'536}, Range{1, 4096}},
        Field{&P::height, "height", "Height", "Pixels of the height; 0: by the width and the aspect.",
              Range{0, 65'536}, Range{1, 4096}},
    };
};
static_assert(every_member_has_a_row<RenderParams>);

struct RenderJob {
    std::string capture;  ///< its path
    std::string input;    ///< in place of its source; "": none
    std::string output;
    Recipe recipe;
    RenderParams size;
    JobParams params;
    FrameRange frames;  ///< of a film, by its own numbers
};

/// Makes the capture again: the same bits on the backend that it was made on, in the same size, and of a part
/// of a film those that it has in the whole. A film can be made of a film only, and a still of a film shows
/// its last frame. Ctrl-C stops it: a film is completed with the frames that there are, of a still nothing is
/// written. Returns the exit status; throws Error.
int run_render_job(const RenderJob& job, const CommonOptions& common, const Interrupt& interrupt);

}  // namespace droplet
