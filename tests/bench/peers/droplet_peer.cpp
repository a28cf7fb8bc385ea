// Droplet, measured by compare.sh: whole calls of Backend::diffuse() and synchronize(), the picture diffusing
// on and on; with `--learn` of Backend::learn(), from the Laplace operator at the original's settings; with
// `--convolve` of Backend::convolve(), the convolutions of convolutions.h.
// `--fractal` whole pictures of the fractal, from its first iteration to its colours; TASK is the precision,
// with "formula-" before it for the typed recurrence.
// `--simd=NAME` limits the instruction set; `--write-picture WIDTHxHEIGHTxCHANNELS FILE` writes the built-in
// test picture for all programs instead.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

#include "bench/peers/convolutions.h"
#include "bench/peers/peer.h"
#include "bench/workload.h"
#include "compute/cpu/cpu_backend.h"
#include "compute/cpu/simd_target.h"
#include "model/error.h"
#include "model/fractal_scene.h"
#include "model/version.h"

namespace {

using droplet::Image;

int write_picture(const char* shape, const char* path) {
    droplet::bench::Workload workload{};
    if (std::sscanf(shape, "%dx%dx%d", &workload.size.width, &workload.size.height, &workload.channels) !=
        3) {
        std::fprintf(stderr, "%s: not a shape; valid: WIDTHxHEIGHTxCHANNELS\n", shape);
        return 2;
    }
    const Image picture = droplet::bench::make_picture(workload);
    std::ofstream file(path, std::ios::binary);
    for (int c = 0; c < picture.channels(); ++c)
        for (int y = 0; y < picture.height(); ++y)
            file.write(reinterpret_cast<const char*>(picture.plane(c).row(y)),
                       static_cast<std::streamsize>(sizeof(float)) * picture.width());
    file.close();
    if (file) return 0;
    std::fprintf(stderr, "%s: cannot be written\n", path);
    return 1;
}

Image read_image(const peer::Request& request) {
    const std::vector<float> values = peer::read_picture(request);
    Image image({request.width, request.height}, request.channels);
    const float* from = values.data();
    for (int c = 0; c < request.channels; ++c)
        for (int y = 0; y < request.height; ++y, from += request.width)
            std::copy_n(from, request.width, image.plane(c).row(y));
    return image;
}

std::function<void()> prepare(const peer::Request& request) {
    const std::shared_ptr<droplet::Backend> backend = droplet::make_cpu_backend(request.threads);
    backend->upload(read_image(request));
    droplet::DiffusionParams params;
    params.k = request.k;
    params.rate = request.rate;
    return [backend, params, steps = request.steps] {
        backend->diffuse(params, steps, {});
        backend->synchronize();
    };
}

std::function<void()> prepare_learning(const peer::Request& request) {
    const std::shared_ptr<droplet::Backend> backend = droplet::make_cpu_backend(request.threads);
    backend->upload(read_image(request));
    droplet::LearningParams params;
    params.k = request.k;
    params.rate = request.rate;
    params.schedule_period = 0;
    return [backend, params, steps = request.steps] {
        backend->learn(params, steps, {});
        backend->synchronize();
    };
}

peer::Work prepare_convolution(const peer::Request& request) {
    const std::shared_ptr<droplet::Backend> backend = droplet::make_cpu_backend(request.threads);
    backend->upload(read_image(request));
    const peer::ConvolutionTask task(request.task);
    droplet::Kernel kernel(task.size, task.size);
    kernel.weights = peer::weights_of(task);
    const auto report = std::make_shared<droplet::ConvolutionReport>();
    const auto call = [=] {
        *report = backend->convolve(kernel, {});
        backend->synchronize();
    };
    return {call, [=] {
                const Image result = backend->download(droplet::Content::result);
                using Names = droplet::EnumNames<droplet::ConvolutionMethod>;
                const std::string method(Names::names[static_cast<std::size_t>(report->method)]);
                return peer::convolution_answer(
                    method.c_str(),
                    peer::checksum(result.channels(), result.height(), result.width(),
                                   [&](int c, int y, int x) { return result.plane(c).row(y)[x]; }));
            }};
}

droplet::FractalScene fractal_scene_of(const peer::Request& request) {
    droplet::Preset preset;
    droplet::FractalParams& params = preset.fractal;
    params.scale = 4.096 / request.width;
    params.iterations = request.steps;
    const std::string_view formula = "formula-", task = request.task;
    const bool typed = task.starts_with(formula);
    params.recurrence = typed ? droplet::Recurrence::formula : droplet::Recurrence::power;
    const auto& names = droplet::EnumNames<droplet::Precision>::names;
    const auto name = std::find(names.begin(), names.end(), typed ? task.substr(formula.size()) : task);
    if (name == names.end()) throw std::runtime_error(request.task + ": no precision");
    params.precision = static_cast<droplet::Precision>(name - names.begin());
    return droplet::fractal_scene(preset, {request.width, request.height});
}

peer::Work prepare_fractal(const peer::Request& request) {
    const std::shared_ptr<droplet::Backend> backend = droplet::make_cpu_backend(request.threads);
    backend->upload(Image({request.width, request.height}, 3));
    const auto scene = std::make_shared<droplet::FractalScene>(fractal_scene_of(request));
    const auto call = [=] {
        // Another scene each time, with the same counts: nothing is left to take over.
        scene->params.radius = scene->params.radius == 4 ? 4 + 1e-12 : 4;
        backend->start_fractal(*scene);
        while (!backend->refine_fractal(std::int64_t{1} << 40, {}).complete) {
        }
        backend->synchronize();
    };
    return {call, [=] {
                const Image values = backend->fractal_values();
                double sum = 0;
                for (int y = 0; y < values.height(); ++y)
                    for (int x = 0; x < values.width(); ++x)
                        sum += static_cast<double>(values.plane(0).row(y)[x]);
                return fmt::format(", \"mean\": {:.9g}", sum / static_cast<double>(values.size().area()));
            }};
}

}  // namespace

int main(int argc, char** argv) try {
    droplet::bench::take_simd_option(argc, argv);
    if (argc == 4 && std::strcmp(argv[1], "--write-picture") == 0) return write_picture(argv[2], argv[3]);
    const std::string name = std::string("Droplet, ") + droplet::simd_name(), what = argc == 2 ? argv[1] : "";
    if (what == "--learn") return peer::serve(name, droplet::version, prepare_learning);
    if (what == "--convolve") return peer::serve(name, droplet::version, prepare_convolution);
    if (what == "--fractal") return peer::serve(name, droplet::version, prepare_fractal);
    if (argc == 1) return peer::serve(name, droplet::version, prepare);
    std::fprintf(
        stderr,
        "droplet_bench_peer: valid: --simd=NAME, --learn, --convolve, --fractal, --write-picture SHAPE "
        "FILE\n");
    return 2;
} catch (const droplet::Error& error) {
    std::fprintf(stderr, "droplet_bench_peer: %s\n", error.what());
    return static_cast<int>(error.fault());
}
