#include "ui/screenshot.h"

#include <glad/gl.h>

#include <cstdint>
#include <vector>

namespace droplet {

Image read_framebuffer(Size size) {
    const auto width = static_cast<std::size_t>(size.width);
    std::vector<std::uint8_t> pixels(width * static_cast<std::size_t>(size.height) * 3);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size.width, size.height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
    Image image(size, 3);
    for (int y = 0; y < size.height; ++y) {
        const std::uint8_t* row = pixels.data() + static_cast<std::size_t>(size.height - 1 - y) * width * 3;
        for (int channel = 0; channel < 3; ++channel) {
            float* out = image.plane(channel).row(y);
            for (std::size_t x = 0; x < width; ++x)
                out[x] = static_cast<float>(row[3 * x + static_cast<std::size_t>(channel)]) / 255.0f;
        }
    }
    return image;
}

}  // namespace droplet
