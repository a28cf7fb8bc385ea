// Droplet's CannyDetector on a grey picture, all four stages, measured by compare_edges.py. Of a request K is
// sigma and RATE the high threshold, the low one a third of it. `--simd=NAME` limits the instruction set.
#include <cstdio>
#include <memory>

#include "bench/peers/peer.h"
#include "bench/workload.h"
#include "compute/cpu/canny.h"
#include "compute/cpu/simd_target.h"
#include "model/error.h"
#include "model/version.h"

namespace {

std::function<void()> prepare(const peer::Request& request) {
    const std::vector<float> values = peer::read_picture(request);
    const auto grey = std::make_shared<droplet::Image>(droplet::Size{request.width, request.height}, 1);
    for (int y = 0; y < request.height; ++y)
        std::copy_n(values.data() + static_cast<std::ptrdiff_t>(y) * request.width, request.width,
                    grey->plane(0).row(y));
    const auto workers = std::make_shared<droplet::Workers>(request.threads);
    const auto detector = std::make_shared<droplet::CannyDetector>();
    droplet::CannyParams params;
    params.sigma = request.k;
    params.high = request.rate;
    params.low = request.rate / 3;
    return [=, steps = request.steps] {
        for (int i = 0; i < steps; ++i) detector->run(*grey, params, *workers);
    };
}

}  // namespace

int main(int argc, char** argv) try {
    droplet::bench::take_simd_option(argc, argv);
    return peer::serve(std::string("Droplet, ") + droplet::simd_name(), droplet::version, prepare);
} catch (const droplet::Error& error) {
    std::fprintf(stderr, "droplet_canny_peer: %s\n", error.what());
    return static_cast<int>(error.fault());
}
