// The groups of pixels that a GPU thread makes for a film, played on the host.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "cuda/pixel_words.h"
#include "host_field.h"
#include "math/shown_range.h"

namespace droplet::cuda {
namespace {

using test::HostField;

/// All groups, byte by byte as they lie in memory.
std::vector<std::uint8_t> made_of(const ShownPicture& picture) {
    std::vector<std::uint8_t> bytes;
    for (std::int64_t group = 0; group < pixel_groups(picture.picture.colours.size); ++group) {
        const PixelWords made = pixel_words(picture, group);
        for (const std::uint32_t word : made.word)
            for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::uint8_t>(word >> 8 * i));
    }
    return bytes;
}

Image image_of(const HostField& colours, int channels, const HostField* alpha) {
    Image image(colours.size, channels, alpha != nullptr);
    const auto row_of = [](const HostField& field, int plane, int y) {
        HostField& writable = const_cast<HostField&>(field);
        return writable.view().row(plane, y);
    };
    for (int y = 0; y < image.height(); ++y) {
        for (int c = 0; c < channels; ++c)
            std::copy_n(row_of(colours, c, y), image.width(), image.plane(c).row(y));
        if (alpha) std::copy_n(row_of(*alpha, 0, y), image.width(), image.alpha().row(y));
    }
    return image;
}

}  // namespace

TEST_CASE("groups of pixels are those of the CPU at every size, rows without a gap, 0 behind the last") {
    const Display ranges[] = {{}, {.low = 0.2f, .high = 0.7f}, {.low = 1, .high = 0, .map = &viridis_map}};
    for (const Size size : {Size{1, 1}, Size{2, 1}, Size{3, 5}, Size{1, 9}, Size{4, 4}, Size{37, 11}})
        for (const int channels : {1, 3})
            for (const bool has_alpha : {false, true})
                for (const Display& display : ranges) {
                    CAPTURE(size.width);
                    HostField colours = test::noise(size, channels), alpha = test::noise(size, 1);
                    ShownPicture shown{{colours.view(), channels, {}}, math::shown_range(display)};
                    if (has_alpha) shown.picture.alpha = alpha.view();
                    shown.mapped = display.map && channels == 1;
                    if (shown.mapped) std::ranges::copy(*display.map, shown.table);
                    std::vector<std::uint8_t> made = made_of(shown);

                    const auto backend = make_cpu_backend(1);
                    backend->upload(image_of(colours, channels, has_alpha ? &alpha : nullptr));
                    const auto pixels = backend->copy_pixels(Content::current, display);
                    const auto expected = pixels->rgb();
                    REQUIRE(made.size() >= expected.size());
                    CHECK(made.size() < expected.size() + 12);
                    CHECK(std::equal(expected.begin(), expected.end(), made.begin()));
                    CHECK(std::all_of(made.begin() + static_cast<std::ptrdiff_t>(expected.size()), made.end(),
                                      [](std::uint8_t byte) { return byte == 0; }));
                }
}

}  // namespace droplet::cuda
