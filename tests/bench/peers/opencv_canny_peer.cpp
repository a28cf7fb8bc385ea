// OpenCV's GaussianBlur and Canny on an 8-bit grey picture, measured by compare_edges.py. Of a request K is
// sigma and RATE the high threshold, the low one a third of it. `--l1` takes |gx| + |gy| for the gradient's
// size, OpenCV's default, in place of the root of the squares.
#include <cmath>
#include <cstring>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "peer.h"

namespace {

bool l1 = false;

std::function<void()> prepare(const peer::Request& r) {
    cv::setNumThreads(r.threads);
    const std::vector<float> values = peer::read_picture(r);
    const auto source = std::make_shared<cv::Mat>(r.height, r.width, CV_8UC1);
    for (int y = 0; y < r.height; ++y)
        for (int x = 0; x < r.width; ++x)
            source->at<uchar>(y, x) =
                cv::saturate_cast<uchar>(255.0f * values[static_cast<std::size_t>(y) * r.width + x]);
    const auto blurred = std::make_shared<cv::Mat>(), edges = std::make_shared<cv::Mat>();
    const int side = 2 * static_cast<int>(std::ceil(3 * r.k)) + 1;
    return [=] {
        for (int i = 0; i < r.steps; ++i) {
            cv::GaussianBlur(*source, *blurred, {side, side}, r.k, r.k);
            cv::Canny(*blurred, *edges, 85.0 * r.rate, 255.0 * r.rate, 3, !l1);
        }
    };
}

}  // namespace

int main(int argc, char** argv) {
    l1 = argc == 2 && std::strcmp(argv[1], "--l1") == 0;
    return peer::serve(l1 ? "OpenCV Canny, L1" : "OpenCV Canny, L2", CV_VERSION, prepare);
}
