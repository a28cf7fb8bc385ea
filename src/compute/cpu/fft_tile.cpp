#include "compute/cpu/fft_tile.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/fft_tile.cpp"
#include "hwy/foreach_target.h"
// Highway first: the stages are compiled for its targets.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include "compute/cpu/fft_stages-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

/// A tile in memory: panels of lane_count columns, each its points from the top down. A transform down the
/// columns works in one panel. Along a row, the vectors of the panels are transformed first (their lanes by
/// themselves), then the lanes, for which squares of lane_count rows are transposed. Frequencies stay where
/// they come to stand: the factors of the kernel do too, and the way back takes them from there. It is the
/// same transform on numbers whose parts are swapped: i·conj(X) = transform of i·conj(x).
constexpr int panels_of(int width) {
    return width / lane_count;
}
HWY_INLINE std::ptrdiff_t panel_floats(FftShape shape) {
    // Keeps the same row of all panels from falling into the same few sets of the cache.
    constexpr std::ptrdiff_t padding = 64;
    return shape.height * point_floats + padding;
}

struct PointSource {
    const float* base;
    std::ptrdiff_t stride;
    HWY_INLINE Complex operator()(int i) const { return load_point(base + i * stride); }
};
struct PointSink {
    float* base;
    std::ptrdiff_t stride;
    HWY_INLINE void operator()(int i, Complex v) const { store_point(v, base + i * stride); }
};
/// A table need not begin on a boundary of vectors.
HWY_INLINE Complex load_roots(const float* p) {
    return {hn::LoadU(FloatTag(), p), hn::LoadU(FloatTag(), p + lane_count)};
}
/// A vector's place in the row: its lanes are one root each apart.
struct TurnedSource {
    const float *base, *roots;
    std::ptrdiff_t stride;
    HWY_INLINE Complex operator()(int i) const {
        return load_point(base + i * stride) * load_roots(roots + i * point_floats);
    }
};
struct TurnedSink {
    float* base;
    const float* roots;
    std::ptrdiff_t stride;
    HWY_INLINE void operator()(int i, Complex v) const {
        store_point(v * load_roots(roots + i * point_floats), base + i * stride);
    }
};
/// Two columns of reals as the parts of complex numbers.
struct PairSource {
    const float *a, *b;
    std::ptrdiff_t a_stride, b_stride;
    HWY_INLINE Complex operator()(int y) const {
        return {hn::LoadU(FloatTag(), a + y * a_stride), hn::LoadU(FloatTag(), b + y * b_stride)};
    }
};

/// math::finished_value on vectors.
class Finish {
 public:
    explicit Finish(const ConvolutionParams& params)
        : params_(params),
          leaves_sum_(params.gain == 1.0f && params.offset == 0.0f && !params.absolute &&
                      !params.thresholding) {}
    HWY_INLINE Vector operator()(Vector sum) const {
        const FloatTag d;
        if (leaves_sum_) return sum;
        Vector v = hn::Add(hn::Mul(hn::Set(d, params_.gain), sum), hn::Set(d, params_.offset));
        if (params_.absolute) v = hn::Abs(v);
        if (params_.thresholding)
            v = hn::IfThenElseZero(hn::Gt(v, hn::Set(d, params_.threshold)), hn::Set(d, params_.top));
        return v;
    }

 private:
    const ConvolutionParams& params_;
    bool leaves_sum_;
};

/// Stores one panel's columns of the two results, whose parts come swapped.
struct ResultSink {
    struct Columns {
        float* data;
        std::ptrdiff_t stride;
        int columns, rows;  ///< how many of a vector's columns, and of the panel's rows, are stored
    };
    Columns a, b;
    const Finish& finish;

    HWY_INLINE void operator()(int y, Complex v) const {
        store(a, y, v.im);
        store(b, y, v.re);
    }
    HWY_INLINE void store(const Columns& to, int y, Vector v) const {
        if (y >= to.rows) return;
        const Vector finished = finish(v);
        float* const p = to.data + y * to.stride;
        if (to.columns == lane_count) {
            hn::StoreU(finished, FloatTag(), p);
        } else {
            HWY_ALIGN float lanes[lane_count];
            hn::Store(finished, FloatTag(), lanes);
            for (int x = 0; x < to.columns; ++x) p[x] = lanes[x];
        }
    }
};

template <int H>
void columns(const FftTables& tables, FftShape shape, const FftTilePair::In (&in)[2], float* tile) {
    for (int p = 0; p < panels_of(shape.width); ++p) {
        float* const panel = tile + p * panel_floats(shape);
        const PairSource source{in[0].data + p * lane_count, in[1].data + p * lane_count, in[0].stride,
                                in[1].stride};
        scattered<H>(source, panel, point_floats, tables.columns.data(), PointSink{panel, point_floats});
    }
}

template <int H>
void columns_back(const FftTables& tables, FftShape shape, const FftTilePair::Out (&out)[2],
                  const ConvolutionParams& params, float* tile) {
    const Finish finish(params);
    for (int p = 0; p < panels_of(shape.width); ++p) {
        const int x = p * lane_count;
        const auto part = [x](const FftTilePair::Out& to) HWY_ATTR {
            return ResultSink::Columns{to.data + x, to.stride, std::clamp(to.width - x, 0, lane_count),
                                       to.height};
        };
        const ResultSink sink{part(out[0]), part(out[1]), finish};
        if (sink.a.columns == 0 && sink.b.columns == 0) continue;
        float* const panel = tile + p * panel_floats(shape);
        gathered<H>(PointSource{panel, point_floats}, panel, point_floats, tables.columns.data(), sink);
    }
}

/// A row's transform across its panels, which stand `stride` floats apart.
template <int W>
HWY_INLINE void across(const FftTables& tables, float* row, std::ptrdiff_t stride) {
    scattered<panels_of(W)>(PointSource{row, stride}, row, stride, tables.panels.data(),
                            TurnedSink{row, tables.lanes.data(), stride});
}
template <int W>
HWY_INLINE void across_back(const FftTables& tables, float* row, std::ptrdiff_t stride) {
    gathered<panels_of(W)>(TurnedSource{row, tables.lanes.data(), stride}, row, stride, tables.panels.data(),
                           PointSink{row, stride});
}

HWY_INLINE void load_transposed(const float* square, Complex (&v)[lane_count]) {
    Vector re[lane_count], im[lane_count];
    for (int i = 0; i < lane_count; ++i) re[i] = hn::Load(FloatTag(), square + i * point_floats);
    transpose(re);
    for (int i = 0; i < lane_count; ++i) im[i] = hn::Load(FloatTag(), square + i * point_floats + lane_count);
    transpose(im);
    for (int i = 0; i < lane_count; ++i) v[i] = {re[i], im[i]};
}
HWY_INLINE void store_transposed(const Complex (&v)[lane_count], float* square) {
    Vector re[lane_count], im[lane_count];
    for (int i = 0; i < lane_count; ++i) re[i] = v[i].re;
    transpose(re);
    for (int i = 0; i < lane_count; ++i) hn::Store(re[i], FloatTag(), square + i * point_floats);
    for (int i = 0; i < lane_count; ++i) im[i] = v[i].im;
    transpose(im);
    for (int i = 0; i < lane_count; ++i) hn::Store(im[i], FloatTag(), square + i * point_floats + lane_count);
}

/// The lanes' transforms of a square there and back, and the product with the kernel's factors between.
HWY_INLINE void multiply_square(float* square, const float* spectrum) {
    Complex v[lane_count];
    load_transposed(square, v);
    transform(v);
    for (int k = 0; k < lane_count; ++k) {
        const Complex product = v[k] * load_point(spectrum + k * point_floats);
        v[k] = {product.im, product.re};
    }
    transform(v);
    store_transposed(v, square);
}

template <int W>
void correlate_rows(const FftTables& tables, FftShape shape, const float* spectrum, float* tile) {
    const std::ptrdiff_t stride = panel_floats(shape);
    for (int y = 0; y < shape.height; y += lane_count) {
        float* const block = tile + y * point_floats;
        for (int r = 0; r < lane_count; ++r) across<W>(tables, block + r * point_floats, stride);
        for (int p = 0; p < panels_of(W); ++p)
            multiply_square(block + p * stride, spectrum + p * stride + y * point_floats);
        for (int r = 0; r < lane_count; ++r) across_back<W>(tables, block + r * point_floats, stride);
    }
}

template <int W>
void spectrum_rows(const FftTables& tables, FftShape shape, float* tile) {
    const std::ptrdiff_t stride = panel_floats(shape);
    const Vector scale = hn::Set(FloatTag(), 1.0f / static_cast<float>(W * shape.height));
    for (int y = 0; y < shape.height; y += lane_count) {
        float* const block = tile + y * point_floats;
        for (int r = 0; r < lane_count; ++r) across<W>(tables, block + r * point_floats, stride);
        for (int p = 0; p < panels_of(W); ++p) {
            float* const square = block + p * stride;
            Complex v[lane_count];
            load_transposed(square, v);
            transform(v);
            // Conjugate: a correlation.
            for (int k = 0; k < lane_count; ++k)
                store_point({hn::Mul(v[k].re, scale), hn::Neg(hn::Mul(v[k].im, scale))},
                            square + k * point_floats);
        }
    }
}

/// exp(−2πi j/n).
void add_root(std::vector<float>& to, int j, int n, std::ptrdiff_t imaginary_offset, std::size_t at) {
    const double angle = 2 * std::numbers::pi * j / n;
    to[at] = static_cast<float>(std::cos(angle));
    to[at + static_cast<std::size_t>(imaginary_offset)] = static_cast<float>(-std::sin(angle));
}

template <int N>
std::vector<float> stage_roots() {
    constexpr int first = Stages<N>::first, second = Stages<N>::second;
    std::vector<float> roots(std::size_t{2} * N);
    for (int n2 = 0; n2 < second; ++n2)
        for (int k1 = 0; k1 < first; ++k1)
            add_root(roots, n2 * k1, N, 1, static_cast<std::size_t>(2 * (n2 * first + k1)));
    return roots;
}

template <int H>
void add_column_tables(FftTables& tables) {
    tables.columns = stage_roots<H>();
}

template <int W>
void add_row_tables(FftTables& tables) {
    constexpr int panels = panels_of(W);
    tables.panels = stage_roots<panels>();
    tables.lanes.resize(std::size_t{2} * W);
    for (int k = 0; k < panels; ++k)
        for (int lane = 0; lane < lane_count; ++lane)
            add_root(tables.lanes, lane * k, W, lane_count,
                     static_cast<std::size_t>(Stages<panels>::place(k) * point_floats + lane));
}

template <int H>
void choose_columns(FftTileKernels& kernels) {
    kernels.add_column_tables = add_column_tables<H>;
    kernels.columns = columns<H>;
    kernels.columns_back = columns_back<H>;
}
template <int W>
void choose_rows(FftTileKernels& kernels) {
    kernels.add_row_tables = add_row_tables<W>;
    kernels.correlate_rows = correlate_rows<W>;
    kernels.spectrum_rows = spectrum_rows<W>;
}

FftTileKernels select_fft_kernels(FftShape shape) {
    using Choose = void (*)(FftTileKernels&);
    constexpr Choose by_height[] = {choose_columns<32>, choose_columns<64>, choose_columns<128>,
                                    choose_columns<256>};
    constexpr Choose by_width[] = {choose_rows<32>, choose_rows<64>, choose_rows<128>, choose_rows<256>};
    FftTileKernels kernels;
    kernels.floats = static_cast<std::size_t>(panels_of(shape.width) * panel_floats(shape));
    for (std::size_t i = 0; i < std::size(FftShape::sides); ++i) {
        if (shape.height == FftShape::sides[i]) by_height[i](kernels);
        if (shape.width == FftShape::sides[i]) by_width[i](kernels);
    }
    return kernels;
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_fft_kernels);

FftTileKernels fft_tile_kernels(FftShape shape) {
    return HWY_DYNAMIC_DISPATCH(select_fft_kernels)(shape);
}

FftTile::FftTile(FftShape shape) : shape_(shape), kernels_(fft_tile_kernels(shape)) {
    kernels_.add_column_tables(tables_);
    kernels_.add_row_tables(tables_);
}

void FftTile::make_spectrum(const float* kernel, const float* zeros, float* spectrum) const {
    kernels_.columns(tables_, shape_, {{kernel, shape_.width}, {zeros, shape_.width}}, spectrum);
    kernels_.spectrum_rows(tables_, shape_, spectrum);
}

void FftTile::correlate(const FftTilePair& pair, const ConvolutionParams& params, const float* spectrum,
                        float* scratch) const {
    kernels_.columns(tables_, shape_, pair.in, scratch);
    kernels_.correlate_rows(tables_, shape_, spectrum, scratch);
    kernels_.columns_back(tables_, shape_, pair.out, params, scratch);
}

}  // namespace droplet
#endif
