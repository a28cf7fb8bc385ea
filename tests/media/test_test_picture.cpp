#include <bit>
#include <cmath>

#include "media/test_picture.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::uint64_t fingerprint(const Image& image) {
    std::uint64_t hash = 14695981039346656037u;  // FNV-1a
    for (int c = 0; c < image.channels(); ++c)
        for_each_pixel(image.size(), [&](int x, int y) {
            hash = (hash ^ std::bit_cast<std::uint32_t>(image.plane(c).row(y)[x])) * 1099511628211u;
        });
    return hash;
}

}  // namespace

TEST_CASE("the built-in picture has the same bits on every machine and with every compiler") {
    CHECK(fingerprint(make_test_picture({96, 64})) == 0xC0CF61365B449347u);
    CHECK(fingerprint(make_test_picture()) == 0x84A5830046B157CCu);
}

TEST_CASE("the built-in picture fills any size with values in [0, 1], in colour") {
    for (const Size size : {Size{1, 1}, Size{1, 97}, Size{211, 1}, Size{257, 89}, Size{960, 640}}) {
        CAPTURE(size.width);
        const Image image = make_test_picture(size);
        REQUIRE(image.size() == size);
        CHECK(image.channels() == 3);
        bool inside = true;
        for (int c = 0; c < 3; ++c)
            for_each_pixel(size, [&](int x, int y) {
                inside = inside && image.plane(c).row(y)[x] >= 0.0f && image.plane(c).row(y)[x] <= 1.0f;
            });
        CHECK(inside);
    }
}

TEST_CASE("the built-in picture has edges in every direction") {
    const Image image = make_test_picture();
    const ConstPlane green = image.plane(1);
    int directions[12] = {};
    for (int y = 1; y + 1 < image.height(); ++y)
        for (int x = 1; x + 1 < image.width(); ++x) {
            const float dx = green.row(y)[x + 1] - green.row(y)[x - 1],
                        dy = green.row(y + 1)[x] - green.row(y - 1)[x];
            if (dx * dx + dy * dy < 0.09f) continue;
            const double turn = std::atan2(dy, dx) / 6.283185307179586 + 0.5;
            ++directions[std::min(11, static_cast<int>(turn * 12))];
        }
    for (const int count : directions) CHECK(count > 300);
}
