// Properties of Perona-Malik diffusion (docs/mathematics.md 1) on the CPU backend, at sizes that do not fit
// the vectors.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "compute/avx512_lane.h"
#include "compute/cpu/cpu_backend.h"
#include "compute/cpu/simd_target.h"
#include "compute/reference.h"
#include "math/diffusion.h"
#include "model/param_text.h"

using namespace droplet;
using namespace droplet::test;

namespace {

struct Shape {
    Size size;
    int channels;
};
const Shape shapes[] = {{{1, 1}, 1},   {{1, 1}, 3},    {{1, 23}, 1},   {{23, 1}, 3},
                        {{2, 2}, 1},   {{15, 3}, 1},   {{16, 16}, 1},  {{17, 5}, 3},
                        {{33, 64}, 1}, {{257, 89}, 3}, {{257, 89}, 1}, {{200, 47}, 3}};

template <class F>
void for_all_kinds(F&& f) {
    for (const Shape& shape : shapes)
        for (std::size_t c = 0; c < EnumNames<Conductance>::names.size(); ++c)
            for (const Coupling coupling : {Coupling::channel, Coupling::vector}) {
                DiffusionParams params{.k = 0.1f, .rate = 0.2f};
                params.conductance = static_cast<Conductance>(c);
                params.coupling = coupling;
                CAPTURE(shape.size.width);
                CAPTURE(shape.size.height);
                CAPTURE(shape.channels);
                CAPTURE(std::string(enum_name(params.conductance)));
                CAPTURE(std::string(enum_name(coupling)));
                f(shape, params);
            }
}

Image diffused_copy(const Image& image, const DiffusionParams& params, int steps, int threads = 2) {
    const auto backend = make_cpu_backend(threads);
    backend->upload(image);
    CHECK(backend->diffuse(params, steps, {}) == steps);
    return backend->download(Content::current);
}

}  // namespace

TEST_CASE("Steps agree with the equation in double precision for every conductance, coupling and size") {
    for_all_kinds([](const Shape& shape, const DiffusionParams& params) {
        const Image image = make_picture(shape.size, shape.channels);
        Reference reference(image);
        for (int i = 0; i < 7; ++i) reference.step(params);
        CHECK(reference.largest_difference(diffused_copy(image, params, 7)) < 4e-6);
    });
}

TEST_CASE("The golden numbers come out") {
    for (const char* name : {"diffuse_grey.json", "diffuse_rgb.json"}) {
        std::ifstream file(fmt::format("{}/{}", DROPLET_GOLDEN_DIR, name));
        const auto golden = nlohmann::json::parse(file);
        const int channels = golden["shape"][0], height = golden["shape"][1], width = golden["shape"][2];
        const std::vector<int> pixels = golden["pixels_8bit"];
        Image image({width, height}, channels);
        for (int c = 0, i = 0; c < channels; ++c)
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x)
                    image.plane(c).row(y)[x] =
                        static_cast<float>(pixels[static_cast<std::size_t>(i++)]) / 255.0f;
        int cases = 0;
        for (const auto& test : golden["cases"]) {
            if (test.contains("form")) continue;  // of another process
            ++cases;
            DiffusionParams params{.k = test["k"], .rate = test["rate"]};
            for_each_field<DiffusionParams>([&](const auto& field) {
                if (test[std::string(field.key)].is_string())
                    set_text(params, field, test[std::string(field.key)].template get<std::string>(),
                             field.key);
            });
            CAPTURE(test.dump().substr(0, 120));
            Reference expected(image);
            expected.values = test["image"].get<std::vector<double>>();
            CHECK(expected.largest_difference(diffused_copy(image, params, test["steps"])) < 4e-6);
        }
        CHECK(cases == 10);
    }
}

TEST_CASE("The mean is preserved and no new extremum appears") {
    for_all_kinds([](const Shape& shape, DiffusionParams params) {
        params.rate = 0.25f;
        const Image image = make_picture(shape.size, shape.channels, 3);
        const auto backend = make_cpu_backend(2);
        backend->upload(image);
        const auto before = backend->statistics(Content::current);
        backend->diffuse(params, 50, {});
        const auto after = backend->statistics(Content::current);
        for (std::size_t c = 0; c < before.size(); ++c) {
            CHECK(after[c].mean == doctest::Approx(before[c].mean).epsilon(1e-6));
            CHECK(after[c].min >= before[c].min - 1e-6f);
            CHECK(after[c].max <= before[c].max + 1e-6f);
        }
    });
}

TEST_CASE("A constant image does not move by a bit") {
    for_all_kinds([](const Shape& shape, const DiffusionParams& params) {
        Image image(shape.size, shape.channels);
        for (int c = 0; c < shape.channels; ++c)
            for (int y = 0; y < shape.size.height; ++y)
                std::fill_n(image.plane(c).row(y), shape.size.width, 0.3f + 0.1f * static_cast<float>(c));
        CHECK(same_bits(diffused_copy(image, params, 20), image));
    });
}

TEST_CASE("Without edges a cosine mode decays by the exact factor of linear diffusion") {
    const Size size{96, 80};
    const int m = 3, n = 2;
    Image image(size, 1);
    const auto mode = [&](int x, int y) {
        return 0.1 * std::cos(std::numbers::pi * m * (x + 0.5) / size.width) *
               std::cos(std::numbers::pi * n * (y + 0.5) / size.height);
    };
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) image.plane(0).row(y)[x] = static_cast<float>(mode(x, y));
    const double rate = 0.2;
    const auto axis = [&](int k, int length) {
        return 4 * rate * std::pow(std::sin(std::numbers::pi * k / (2.0 * length)), 2);
    };
    const double factor = std::pow(1 - axis(m, size.width) - axis(n, size.height), 40);
    // K at its largest: g differs from 1 by less than 1e-6 at this mode's steepest place.
    const Image result = diffused_copy(
        image,
        {.k = 10.0f, .rate = 0.2f, .conductance = Conductance::exponential, .coupling = Coupling::channel},
        40);
    double largest = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            largest = std::max(
                largest, std::fabs(static_cast<double>(result.plane(0).row(y)[x]) - factor * mode(x, y)));
    CHECK(largest < 1e-6);
}

TEST_CASE("A picture that is its own mirror image stays so") {
    const Size size{37, 41};
    const Image random = make_picture(size, 3, 9);
    Image image(size, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                image.plane(c).row(y)[x] =
                    random.plane(c).row(std::min(y, size.height - 1 - y))[std::min(x, size.width - 1 - x)];
    for (const Coupling coupling : {Coupling::channel, Coupling::vector}) {
        const Image result = diffused_copy(
            image, {.k = 0.1f, .rate = 0.2f, .conductance = Conductance::rational, .coupling = coupling}, 25);
        float largest = 0;
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x)
                    largest = std::max(
                        largest, std::fabs(result.plane(c).row(y)[x] -
                                           result.plane(c).row(size.height - 1 - y)[size.width - 1 - x]));
        CHECK(largest < 1e-6f);
    }
}

TEST_CASE("Results are the same bits for any number of threads, and however the steps are grouped") {
    for (const Shape& shape : {Shape{{257, 489}, 3}, Shape{{701, 389}, 1}, Shape{{4200, 70}, 3}})
        for (const Coupling coupling : {Coupling::channel, Coupling::vector}) {
            const Image image = make_picture(shape.size, shape.channels, 5);
            const DiffusionParams params{
                .k = 0.08f, .rate = 0.24f, .conductance = Conductance::exponential, .coupling = coupling};
            const Image one = diffused_copy(image, params, 37, 1);
            for (const int threads : {2, 3, 8})
                CHECK(same_bits(one, diffused_copy(image, params, 37, threads)));
            const auto backend = make_cpu_backend(2);
            backend->upload(image);
            for (const int steps : {1, 2, 16, 5, 1, 12}) backend->diffuse(params, steps, {});
            CHECK(same_bits(one, backend->download(Content::current)));
        }
}

namespace {

template <class F, Conductance G, int N>
Image one_scalar_step(const Image& image, const DiffusionParams& params) {
    const Size size = image.size();
    const auto constants = math::step_constants(params);
    const auto flux = [&](int c, int y, int x, int ny, int nx) {
        if (y < 0 || x < 0 || ny >= size.height || nx >= size.width) return F(0.0f);
        const int first = N == 1 ? c : 0;
        F difference[N];
        for (int i = 0; i < N; ++i)
            difference[i] = F(image.plane(first + i).row(ny)[nx]) - F(image.plane(first + i).row(y)[x]);
        math::edge_flux<G, N>(difference, F(constants.scale));
        return difference[c - first];
    };
    Image result = image.clone();
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const F value = math::diffused(F(image.plane(c).row(y)[x]), flux(c, y, x, y, x + 1),
                                               flux(c, y, x - 1, y, x), flux(c, y, x, y + 1, x),
                                               flux(c, y - 1, x, y, x), F(constants.rate));
                std::memcpy(&result.plane(c).row(y)[x], &value, sizeof(float));
            }
    return result;
}

/// One step by the formulas on the number type F, a float or a struct of one.
template <class F>
Image one_scalar_step(const Image& image, const DiffusionParams& params) {
    static_assert(sizeof(F) == sizeof(float));
    const auto pick = [&]<Conductance G>() {
        return params.coupling == Coupling::vector && image.channels() == 3
                   ? one_scalar_step<F, G, 3>(image, params)
                   : one_scalar_step<F, G, 1>(image, params);
    };
    switch (params.conductance) {
        case Conductance::exponential:
            return pick.template operator()<Conductance::exponential>();
        case Conductance::rational:
            return pick.template operator()<Conductance::rational>();
        case Conductance::charbonnier:
            return pick.template operator()<Conductance::charbonnier>();
        case Conductance::weickert:
            return pick.template operator()<Conductance::weickert>();
        default:
            return pick.template operator()<Conductance::tukey>();
    }
}

}  // namespace

TEST_CASE("SIMD lanes have the bits of the scalar formulas wherever there is a fused multiply-add") {
    for_all_kinds([](const Shape& shape, const DiffusionParams& params) {
        const Image image = make_picture(shape.size, shape.channels, 7);
        if (limit_simd("AVX-512"))
            CHECK(same_bits(diffused_copy(image, params, 1), one_scalar_step<Avx512Lane>(image, params)));
        for (const char* simd : {"AVX2", "NEON"}) {
            if (!limit_simd(simd)) continue;
            CAPTURE(std::string(simd));
            CHECK(same_bits(diffused_copy(image, params, 1), one_scalar_step<float>(image, params)));
        }
        limit_simd("");
    });
}

TEST_CASE("The power of 2 of AVX-512 keeps its stated bound") {
    double largest = 0;
    for (int i = 0; i <= 1'250'000; ++i) {
        const float x = static_cast<float>(i) * -1e-4f;
        const double exact = std::exp2(static_cast<double>(x));
        const double power = static_cast<double>(exp2_nonpositive(Avx512Lane(x)).v);
        largest = std::max(largest, std::fabs(power / exact - 1));
    }
    CHECK(largest < 2e-7);
}

TEST_CASE("Every instruction set of this processor gives the same picture to rounding") {
    const Image image = make_picture({131, 67}, 3, 11);
    const DiffusionParams params{.k = 0.1f, .rate = 0.2f};
    Reference reference(image);
    for (int i = 0; i < 10; ++i) reference.step(params);
    int sets = 0;
    for (const char* simd : {"AVX-512", "AVX2", "SSE4", "SSSE3", "NEON", "generic"}) {
        if (!limit_simd(simd)) continue;
        CAPTURE(std::string(simd));
        CHECK(std::string(simd_name()) == simd);
        CHECK(reference.largest_difference(diffused_copy(image, params, 10)) < 2e-6);
        ++sets;
    }
    limit_simd("");
    CHECK(sets >= 1);
    CHECK(!limit_simd("SSE9"));
}

TEST_CASE("Alpha is carried along and never processed") {
    for (const int steps : {1, 2, 7, 32}) {
        const Image image = make_picture({61, 43}, 3, 2, true);
        const Image result = diffused_copy(image, {}, steps);
        REQUIRE(result.has_alpha());
        for (int y = 0; y < 43; ++y)
            CHECK(std::equal(image.alpha().row(y), image.alpha().row(y) + 61, result.alpha().row(y)));
    }
}

TEST_CASE("A stop ends between two passes, with the picture of the steps that were done") {
    const Image image = make_picture({300, 200}, 1);
    const auto backend = make_cpu_backend(2);
    backend->upload(image);
    std::stop_source stop;
    stop.request_stop();
    CHECK(backend->diffuse({}, 100, stop.get_token()) == 0);
    CHECK(same_bits(backend->download(Content::current), image));
}

TEST_CASE("Reset and restore give back the exact picture") {
    const Image image = make_picture({53, 31}, 3, 4, true);
    const auto backend = make_cpu_backend(2);
    backend->upload(image);
    backend->diffuse({}, 9, {});
    const Image nine = backend->download(Content::current);
    CHECK(!same_bits(nine, image));
    CHECK(same_bits(backend->download(Content::original), image));
    backend->reset();
    CHECK(same_bits(backend->download(Content::current), image));
    backend->restore(nine);
    CHECK(same_bits(backend->download(Content::current), nine));
    backend->diffuse({}, 4, {});
    CHECK(same_bits(backend->download(Content::current), diffused_copy(image, {}, 13)));
}

TEST_CASE("Values far outside [0, 1] stay finite") {
    Image image = make_picture({40, 30}, 1, 6);
    for (int y = 0; y < 30; ++y)
        for (int x = 0; x < 40; ++x) image.plane(0).row(y)[x] *= (x + y) % 3 == 0 ? 1e30f : -1e25f;
    for (std::size_t c = 0; c < EnumNames<Conductance>::names.size(); ++c) {
        DiffusionParams params{.k = 1e-6f, .rate = 0.25f};
        params.conductance = static_cast<Conductance>(c);
        const Image result = diffused_copy(image, params, 5);
        bool finite = true;
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x) finite = finite && std::isfinite(result.plane(0).row(y)[x]);
        CAPTURE(std::string(enum_name(params.conductance)));
        CHECK(finite);
    }
}
