// OpenCV's ximgproc::anisotropicDiffusion. It takes 8-bit colour pictures only, rounds to 8 bits after every
// step, and couples 8 neighbours and 3 channels, so a grey picture is measured as a third as many pixels in
// colour.
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/ximgproc.hpp>

#include "peer.h"

namespace {

std::function<void()> prepare(const peer::Request& r) {
    cv::setNumThreads(r.threads);
    const std::vector<float> values = peer::read_picture(r);
    const std::size_t samples = r.plane() * static_cast<std::size_t>(r.channels);
    const int height = r.channels == 3 ? r.height : (r.height + 2) / 3;
    auto source = std::make_shared<cv::Mat>(height, r.width, CV_8UC3);
    auto target = std::make_shared<cv::Mat>();
    auto byte = [&](std::size_t index) {
        return cv::saturate_cast<uchar>(255.0f * values[std::min(index, samples - 1)]);
    };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < r.width; ++x) {
            const std::size_t i = static_cast<std::size_t>(y) * static_cast<std::size_t>(r.width) + x;
            const std::size_t stride =
                r.channels == 3 ? r.plane() : static_cast<std::size_t>(height) * r.width;
            source->at<cv::Vec3b>(y, x) = {byte(i), byte(i + stride), byte(i + 2 * stride)};
        }
    return [=] { cv::ximgproc::anisotropicDiffusion(*source, *target, r.rate, r.k, r.steps); };
}

}  // namespace

int main() {
    return peer::serve("OpenCV ximgproc", CV_VERSION, prepare);
}
