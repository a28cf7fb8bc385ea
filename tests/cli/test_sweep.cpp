#include <doctest/doctest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/contact_sheet.h"
#include "cli/lab.h"
#include "cli/sweep_values.h"
#include "cli/text_raster.h"
#include "media/image_io.h"
#include "model/diffusion_params.h"
#include "model/learning_params.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

constexpr auto& k_row = std::get<0>(Schema<DiffusionParams>::fields);
constexpr auto& rate_row = std::get<1>(Schema<DiffusionParams>::fields);
constexpr auto& conductance_row = std::get<2>(Schema<DiffusionParams>::fields);

template <class Row>
std::string refused(const Row& row, const std::string& text) {
    try {
        sweep_values(row, text);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

/// Whether the sheet shows the picture somewhere, in its 8 bits.
bool shows(const Image& sheet, const Image& picture) {
    const auto byte = [](float value) { return std::lround(std::clamp(value, 0.0f, 1.0f) * 255); };
    for (int y0 = 0; y0 + picture.height() <= sheet.height(); ++y0)
        for (int x0 = 0; x0 + picture.width() <= sheet.width(); ++x0) {
            bool same = true;
            for (int y = 0; same && y < picture.height(); ++y)
                for (int x = 0; same && x < picture.width(); ++x)
                    for (int c = 0; same && c < 3; ++c)
                        same = byte(sheet.plane(c).row(y0 + y)[x0 + x]) == byte(picture.plane(c).row(y)[x]);
            if (same) return true;
        }
    return false;
}

double ink(const TextMask& mask) {
    double sum = 0;
    for (const float cover : mask.cover) sum += static_cast<double>(cover);
    return sum;
}

/// What a PNG keeps under the name Droplet, compressed.
std::string kept_text(const std::string& path) {
    const std::string bytes = read_text(path), name("iTXtDroplet\0\1\0\0\0", 16);
    const std::size_t at = bytes.find(name);
    REQUIRE(at != std::string::npos);
    std::string text(4096, ' ');
    uLongf length = text.size();
    const auto* from = reinterpret_cast<const Bytef*>(bytes.data() + at + name.size());
    z_stream stream{};
    REQUIRE(inflateInit(&stream) == Z_OK);
    stream.next_in = const_cast<Bytef*>(from);
    stream.avail_in = static_cast<uInt>(bytes.size() - at - name.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(length);
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    length = stream.total_out;
    inflateEnd(&stream);
    return text.substr(0, length);
}

Names job(const TemporaryFolder& folder, Names more) {
    Names words{"sweep", folder / "in.pfm", "-o", folder / "sheet.png", "--backend", "cpu"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

}  // namespace

TEST_CASE("a range is spread by the scale of its row, with its ends as typed") {
    CHECK(sweep_values(rate_row, "0.05:0.25:5") == Names{"0.05", "0.1", "0.15", "0.2", "0.25"});
    CHECK(sweep_values(k_row, "0.01:1:3") == Names{"0.01", "0.1", "1"});
    CHECK(sweep_values(conductance_row, "tukey,weickert") == Names{"tukey", "weickert"});
    CHECK(sweep_values(k_row, "0.5") == Names{"0.5"});
    const auto& seed = std::get<17>(Schema<LearningParams>::fields);
    REQUIRE(seed.key == "seed");
    CHECK(sweep_values(seed, "1:4:4") == Names{"1", "2", "3", "4"});
}

TEST_CASE("what is no range, not valid or twice the same is refused") {
    CHECK(refused(k_row, "0.1:0.2").starts_with("--k: '0.1:0.2' is no range; valid: A:B:N "));
    CHECK(refused(k_row, "0.1:0.2:1").starts_with("--k: '0.1:0.2:1' is no range"));
    CHECK(refused(k_row, "0.1:nan:3").starts_with("--k: '0.1:nan:3' is no range"));
    CHECK(refused(k_row, "0.1:20:3") == "--k: 20 is out of range; valid: 1e-06 to 10");
    CHECK(refused(k_row, "0.1,0.1") == "--k: has 0.1 twice; valid: values that differ");
    CHECK(refused(conductance_row, "a:b:2").starts_with("--conductance: 'a:b:2' is not valid; "));
    CHECK(refused(conductance_row, "tukey,").starts_with("--conductance: '' is not valid; "));
}

TEST_CASE("every cell is what a run with its values shows, and lies in its column and row") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    const Outcome outcome =
        run_droplet(job(folder, {"--rate", "0.1,0.25", "--k", "0.02:0.2:2", "--steps", "12"}));
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    const Image sheet = read_image(folder / "sheet.png"), source = read_image(folder / "in.pfm");
    for (const float k : {0.02f, 0.2f})
        for (const float rate : {0.1f, 0.25f}) {
            Preset preset;
            preset.diffusion.k = k;
            preset.diffusion.rate = rate;
            CAPTURE(k);
            CAPTURE(rate);
            CHECK(shows(sheet, shown_by_session(source, preset, 12)));
        }
    Preset other;
    other.diffusion.k = 0.07f;
    CHECK_FALSE(shows(sheet, shown_by_session(source, other, 12)));
}

TEST_CASE("lists of names, steps, and other processes are swept") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    REQUIRE(run_droplet(job(folder, {"--process", "convolve", "--kernel", "box,sharpen"})).status == 0);
    Preset preset;
    preset.process = Process::convolve;
    preset.convolution.kernel = KernelName::sharpen;
    const Image source = read_image(folder / "in.pfm");
    CHECK(shows(read_image(folder / "sheet.png"), shown_by_session(source, preset)));
    REQUIRE(run_droplet(job(folder, {"--process", "edges", "--stage", "edges,gradient", "--sigma", "1,2"}))
                .status == 0);
    REQUIRE(run_droplet(job(folder, {"--steps", "0,7"})).status == 0);
    CHECK(shows(read_image(folder / "sheet.png"), source));
    CHECK(shows(read_image(folder / "sheet.png"), shown_by_session(source, {}, 7)));
}

TEST_CASE("cells are made narrower, and the sheet keeps its command") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {400, 200});
    const Names words = job(folder, {"--k", "0.02,0.05", "--steps", "1"});
    REQUIRE(run_droplet(words).status == 0);
    const Size wide = read_image(folder / "sheet.png").size();
    Names narrow = words;
    narrow.insert(narrow.end(), {"--cell-width", "100"});
    REQUIRE(run_droplet(narrow).status == 0);
    CHECK(read_image(folder / "sheet.png").width() < wide.width);
    const std::string kept = kept_text(folder / "sheet.png");
    CHECK(kept.find("\"droplet\":\"sweep\"") != std::string::npos);
    CHECK(kept.find("\"--cell-width\",\"100\"") != std::string::npos);
}

TEST_CASE("sweeps that make no sense are refused, in one line") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    const auto told = [&](Names more) { return refusal(job(folder, std::move(more)), 2); };
    CHECK(told({"--k", "0.1", "--steps", "2"}).starts_with("sweep: no parameter has several values; "));
    CHECK(told({"--k", "0.1,0.2"}).starts_with("--steps: is missing; "));
    CHECK(told({"--k", "1,2", "--rate", "0.1,0.2", "--steps", "1,2"})
              .ends_with("is a third parameter with several values; valid: two, the others with one"));
    CHECK(told({"--sigma", "1,2", "--steps", "1"}) ==
          "--sigma: does nothing for diffuse; valid with --process edges");
    CHECK(told({"--process", "lern", "--k", "1,2"}) == "--process: 'lern' is no process; nearest: learn");
    CHECK(told({"--k", "0.1:1:200", "--rate", "0.01:0.2:200", "--steps", "1"})
              .ends_with("200 x 200 cells; valid: up to 1024"));
    CHECK(refusal({"sweep", folder / "in.pfm", "-o", folder / "f.mp4", "--k", "1,2", "--steps", "1"}, 2)
              .ends_with("is of many pictures, and a sheet is one; valid: .png, .jpg, .tif"));
    write_input(folder / "in.pfm", {1000, 1000});
    CHECK(told({"--k", "0.1:1:30", "--rate", "0.01:0.2:30", "--steps", "1", "--cell-width", "1000"})
              .find("valid: up to 64 million, as with --cell-width ") != std::string::npos);
    CHECK(folder.names() == Names{"in.pfm"});
}

TEST_CASE("text is as wide as it says, has ink, and is cut where there is no room") {
    const TextStyle style{TextWeight::medium, 20};
    const TextMask mask = rasterized("Edge threshold K", style);
    CHECK(mask.size == Size{text_width("Edge threshold K", style), 20});
    CHECK(ink(mask) > 200);
    CHECK(ink(rasterized(" ", style)) == 0);
    CHECK(ink(rasterized("\u03c3\u2207", style)) > 50);
    CHECK(ink(rasterized("\xff\xc3", style)) > 0);
    const std::string cut = shortened("Edge threshold K", style, 60);
    CHECK(cut.ends_with("\u2026"));
    CHECK(text_width(cut, style) <= 60);
    CHECK(shortened("K", style, 60) == "K");
    const TextMask quarter = turned(mask);
    CHECK(quarter.size == Size{mask.size.height, mask.size.width});
    CHECK(quarter.at(3, 5) == mask.at(mask.size.width - 1 - 5, 3));
}
