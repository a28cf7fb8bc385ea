#include "media/test_picture.h"

#include <algorithm>

namespace droplet {

Image make_test_picture(Size size) {
    Image image(size, 3);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c) {
                const bool on = ((x / 24) + (y / 24) + c) % 3 == 0;
                image.plane(c).row(y)[x] =
                    (on ? 0.75f : 0.15f) + 0.2f * static_cast<float>(x) / static_cast<float>(size.width);
            }
    return image;
}

}  // namespace droplet
