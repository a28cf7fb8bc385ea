// OpenCV's filter2D, GaussianBlur and boxFilter on three channels of float32. From 11 x 11
// on filter2D goes by Fourier transforms.
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "convolutions.h"
#include "peer.h"

namespace {

peer::Work prepare(const peer::Request& r) {
    if (r.channels != 3) throw std::runtime_error("channels: valid: 3");
    cv::setNumThreads(r.threads);
    const std::vector<float> values = peer::read_picture(r);
    auto source = std::make_shared<cv::Mat>(r.height, r.width, CV_32FC3);
    auto target = std::make_shared<cv::Mat>();
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < r.height; ++y)
            for (int x = 0; x < r.width; ++x)
                source->at<cv::Vec3f>(y, x)[c] =
                    values[r.plane() * static_cast<std::size_t>(c) +
                           static_cast<std::size_t>(y) * static_cast<std::size_t>(r.width) +
                           static_cast<std::size_t>(x)];
    const peer::ConvolutionTask task(r.task);
    const int n = task.size;
    std::function<void()> call;
    const char* name = "";
    if (task.kind == "gaussian") {
        name = "GaussianBlur";
        call = [=] { cv::GaussianBlur(*source, *target, {n, n}, 0, 0, cv::BORDER_REFLECT_101); };
    } else if (task.kind == "box") {
        name = "boxFilter";
        call = [=] { cv::boxFilter(*source, *target, -1, {n, n}, {-1, -1}, true, cv::BORDER_REFLECT_101); };
    } else {
        name = "filter2D";
        const cv::Mat kernel = cv::Mat(peer::weights_of(task), true).reshape(1, n);
        call = [=] { cv::filter2D(*source, *target, -1, kernel, {-1, -1}, 0, cv::BORDER_REFLECT_101); };
    }
    return {call, [=] {
                return peer::convolution_answer(
                    name, peer::checksum(3, r.height, r.width, [&](int c, int y, int x) {
                        return target->at<cv::Vec3f>(y, x)[c];
                    }));
            }};
}

}  // namespace

int main() {
    return peer::serve("OpenCV", CV_VERSION, prepare);
}
