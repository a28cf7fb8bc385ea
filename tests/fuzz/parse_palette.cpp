// libFuzzer target: whatever the bytes are, parse_palette() returns a valid palette that is written as JSON
// and read again as the same bits, and as a gradient and a map that can be read, or throws Error with one
// line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/error.h"
#include "model/palette_edit.h"
#include "model/palette_json.h"
#include "model/palette_text.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void edit(const droplet::Palette& palette) {
    using namespace droplet;
    const int count = static_cast<int>(palette.stops.size());
    require(why_not_valid(reversed(palette)).empty());
    require(why_not_valid(evenly_spread(palette)).empty());
    require(why_not_valid(mirrored(palette)).empty());
    require(why_not_valid(simplified(palette, 0.02f)).empty());
    if (count < Palette::most_stops) require(why_not_valid(with_stop(palette, 0.3f).palette).empty());
    require(why_not_valid(with_moved_stop(palette, count / 2, 0.7f).palette).empty());
    if (count > 1) require(why_not_valid(without_stop(palette, count - 1).palette).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const droplet::Palette palette = droplet::parse_palette(std::string(data, data + size), "fuzz");
        require(droplet::why_not_valid(palette).empty());
        require(droplet::parse_palette(droplet::palette_file_text(palette), "json") == palette);
        require(droplet::parse_palette(droplet::palette_map(palette), "map").stops.size() == 256);
        // A gradient of a palette that has all the stops that there may be needs one or two more.
        if (palette.stops.size() < 250)
            require(!droplet::parse_palette(droplet::palette_gradient(palette, "x"), "ggr").empty());
        edit(palette);
    } catch (const droplet::Error& error) {
        require(std::string(error.what()).find('\n') == std::string::npos);
    }
    return 0;
}
