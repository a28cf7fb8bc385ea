#include "compute/cpu/learn_band.h"

#include <algorithm>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/learn_band.cpp"
#include "hwy/foreach_target.h"
// Highway first: what follows is compiled for its targets.
#include "compute/cpu/learn_kernels-inl.h"
#include "hwy/cache_control.h"

#ifndef DROPLET_CPU_LEARN_BAND_SHARED
#define DROPLET_CPU_LEARN_BAND_SHARED
namespace droplet {

/// Most columns of a chunk: its transformed rows and responses take half of a first-level cache of 48 KiB.
constexpr int chunk_columns(int channels) {
    return channels == 3 ? 320 : 960;
}

/// What a thread works in. Rows have room for the column before a chunk, and for vectors that begin in it.
struct LearnScratch {
    static constexpr int front = Image::row_alignment, back = 2 * Image::row_alignment;
    static constexpr int rows(int channels) { return (LearnPass::products + 2) * channels + 4 + 4 + 1; }
    static constexpr std::ptrdiff_t stride(int channels) { return front + chunk_columns(channels) + back; }
    static constexpr std::ptrdiff_t sums(int channels) {
        return LearnPass::products * Operator::side * channels * channels * Image::row_alignment;
    }
};

}  // namespace droplet
#endif

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

static_assert(HWY_MAX_BYTES <= Image::row_alignment * 4, "rows begin on vector boundaries");

/// The factors of the Scharr responses, [product][dx][x or y].
struct ScharrFactors {
    float value[products * columns * 2];
    constexpr ScharrFactors() : value() {
        for (int dx = 0; dx < columns; ++dx)
            for (int axis = 0; axis < 2; ++axis) {
                const auto weight = [&](int dy) {
                    return axis == 0 ? scharr_weight(dy, dx - 1) : scharr_weight(dx - 1, dy);
                };
                const float top = weight(-1), middle = weight(0), bottom = weight(1);
                const float factors[products] = {top, (top + middle + bottom) / 2,
                                                 (top - middle + bottom) / 2, bottom};
                for (int p = 0; p < products; ++p) value[(p * columns + dx) * 2 + axis] = factors[p];
            }
    }
};

HWY_INLINE double lane_sum(const Batch<2>& b) {
    return static_cast<double>(hn::GetLane(hn::SumOfLanes(FloatTag(), hn::Add(b.v[0], b.v[1]))));
}

template <int N>
class BandRun {
 public:
    BandRun(const LearnPass& pass, float* scratch, LearnSums& sums)
        : pass_(pass),
          constants_(learning_constants(pass.params, pass.mix)),
          sums_(sums),
          product_sums_(scratch) {
        float* next = scratch + LearnScratch::sums(N) + LearnScratch::front;
        constexpr auto stride = LearnScratch::stride(N);
        const auto take = [&](int count) {
            const Rows rows{next, stride};
            next += count * stride;
            return rows;
        };
        transformed_ = take(products * N);
        responses_ = take(2 * N);
        summed_ = N == 1 ? transformed_ : take(products);
        scharr_ = take(4);
        grey_ = take(1);
    }

    void run(int band) {
        const int height = pass_.from.height(), width = pass_.from.width();
        const int first = band * LearnPass::band_rows;
        const int last = HWY_MIN(first + LearnPass::band_rows, height);
        const int pieces = (width + chunk_columns(N) - 1) / chunk_columns(N);
        const int piece = ((width + pieces - 1) / pieces + Image::row_alignment - 1) / Image::row_alignment *
                          Image::row_alignment;
        if (pass_.measures) std::fill_n(product_sums_, products * columns * N * N * lanes(), 0.0f);
        std::fill_n(grey_[0], chunk_columns(N), 0.5f);
        for (int y = first; y < last; y += 2)
            for (int x = 0; x < width; x += piece) run_chunk(y, x, HWY_MIN(piece, width - x));
        if (pass_.measures) finish_sums();
        if (pass_.past_the_cache) hwy::FlushStream();
    }

 private:
    void finish_sums() {
        for (int k = 0; k < products * columns * N * N; ++k)
            sums_.gradient[k] = hn::GetLane(hn::SumOfLanes(FloatTag(), load(product_sums_ + k * lanes())));
        const auto weight = [&](double& term, float by) { term *= static_cast<double>(by); };
        weight(sums_.fidelity, constants_.fidelity);
        weight(sums_.edge, constants_.edge);
        weight(sums_.intensity,
               pass_.params.loss == Loss::image ? constants_.intensity : 10.0f * constants_.intensity);
    }

    static int reflected(int y, int height) {
        if (y < 0) y = -y;
        if (y >= height) y = 2 * height - 2 - y;
        return HWY_MAX(y, 0);
    }

    /// y, or the last row.
    int rows_ahead(int y) const { return HWY_MIN(y, pass_.from.height() - 1); }

    /// Rows y and y + 1 (of the last row of an odd number only y) from column x on.
    void run_chunk(int y, int x, int count) {
        const int height = pass_.from.height(), width = pass_.from.width();
        const bool two = y + 1 < height;
        const float* rows[N][1][4];  // a channel by itself, for transform_rows
        for (int i = 0; i < N; ++i) {
            const ConstPlane plane = pass_.from.plane(i);
            rows[i][0][0] = plane.row(reflected(y - 1, height));
            rows[i][0][1] = plane.row(y);
            rows[i][0][2] = plane.row(reflected(y + 1, height));
            rows[i][0][3] = plane.row(two ? reflected(y + 2, height) : y);
        }
        const bool inverse = pass_.params.conductance == LearningConductance::inverse;
        if (N > 1 && pass_.one_response) {
            const float* all[N][4];
            for (int i = 0; i < N; ++i) std::copy_n(rows[i][0], 4, all[i]);
            transform_rows(all, x, count, width, summed_);
        } else {
            for (int i = 0; i < N; ++i)
                transform_rows(rows[i], x, count, width,
                               Rows{transformed_[i * products], transformed_.stride});
            if (N > 1 && inverse) sum_channels(transformed_, count, summed_);
        }
        if (inverse) {
            static constexpr ScharrFactors scharr;
            convolve<1, 2>(summed_, scharr.value, scharr_, count);
            inverse_rows(scharr_, count, constants_);
        }
        const float* ahead[2 * N];
        for (int i = 0; i < 2 * N; ++i) ahead[i] = pass_.from.plane(i / 2).row(rows_ahead(y + 3 + i % 2)) + x;
        const int ahead_rows = pass_.past_the_cache ? 2 * N : 0;
        if (pass_.one_response) {
            convolve<1, 1>(summed_, pass_.factors, responses_, count, ahead, ahead_rows);
        } else {
            convolve<N, N>(transformed_, pass_.factors, responses_, count, ahead, ahead_rows);
        }
        if (pass_.measures) {
            learn(y, x, count, two);
        } else {
            advance(y, x, count, two);
        }
    }

    LearnRow row(int c, int y, int x, int which) const {
        const float* const value = pass_.from.plane(c).row(y) + x;
        const float* const original = pass_.original.plane(c).row(y) + x;
        const FidelityTarget target = pass_.params.target;
        return {.value = value,
                .original = original,
                .target = target == FidelityTarget::original   ? original
                          : target == FidelityTarget::previous ? value
                                                               : grey_[0],
                .g = scharr_[which],
                .response = responses_[2 * (pass_.one_response ? 0 : c) + which],
                .out = pass_.to.plane(c).row(y) + x,
                .original_ahead = pass_.original.plane(c).row(rows_ahead(y + 2)) + x,
                .past_the_cache = pass_.past_the_cache};
    }

    void advance(int y, int x, int count, bool two) {
        const bool inverse = pass_.params.conductance == LearningConductance::inverse;
        for (int which = 0; which < (two ? 2 : 1); ++which)
            for (int c = 0; c < N; ++c) {
                const LearnRow r = row(c, y + which, x, which);
                if (c == 0 || !pass_.one_response)
                    inverse ? flux_row<LearningConductance::inverse>(r, count, constants_)
                            : flux_row<LearningConductance::exponential>(r, count, constants_);
                pass_.mix != 0 ? advance_row<true>(r, count, constants_)
                               : advance_row<false>(r, count, constants_);
            }
    }

    using RowKernel = void (*)(const LearnRow&, int, const LearningConstants&, LossTerms<Batch<2>>&);

    template <LearningConductance C>
    RowKernel row_kernel() const {
        const bool mixes = pass_.mix != 0;
        if (pass_.params.loss == Loss::image)
            return mixes ? learn_row<C, Loss::image, true> : learn_row<C, Loss::image, false>;
        return mixes ? learn_row<C, Loss::video, true> : learn_row<C, Loss::video, false>;
    }

    void learn(int y, int x, int count, bool two) {
        const RowKernel kernel = pass_.params.conductance == LearningConductance::exponential
                                     ? row_kernel<LearningConductance::exponential>()
                                     : row_kernel<LearningConductance::inverse>();
        const auto zero = broadcast<Batch<2>>(0.0f);
        LossTerms<Batch<2>> loss{zero, zero, zero};
        for (int c = 0; c < N; ++c)
            for (int which = 0; which < 2; ++which) {
                if (which == 0 || two) {
                    kernel(row(c, y + which, x, which), count, constants_, loss);
                } else {
                    for (int k = 0; k < count; k += lanes()) store(zero.v[0], responses_[2 * c + which] + k);
                }
            }
        sums_.fidelity += lane_sum(loss.fidelity);
        sums_.edge += lane_sum(loss.edge);
        sums_.intensity += lane_sum(loss.intensity);
        correlate<N>(transformed_, responses_, count, product_sums_);
    }

    const LearnPass& pass_;
    const LearningConstants constants_;
    LearnSums& sums_;
    float* product_sums_;
    Rows transformed_, responses_, summed_, scharr_, grey_;
};

void run_band(const LearnPass& pass, int band, float* scratch, LearnSums& sums) {
    sums.fidelity = sums.edge = sums.intensity = 0;
    if (pass.from.channels() == 1) {
        BandRun<1>(pass, scratch, sums).run(band);
    } else {
        BandRun<3>(pass, scratch, sums).run(band);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(run_band);

LearnPass::LearnPass(const Image& from_image, Image& to_image, const Image& original_image,
                     const LearningParams& learning_params, const Operator& op, float mix_share,
                     bool with_loss)
    : from(from_image),
      to(to_image),
      original(original_image),
      params(learning_params),
      mix(mix_share),
      measures(with_loss) {
    constexpr std::int64_t most_values_in_cache = std::int64_t{2} << 20;
    past_the_cache = from.size().area() * from.channels() > most_values_in_cache;
    const float* const weights = op.weights.data();
    one_response = !measures;
    for (int s = 1; s < op.slices(); ++s)
        one_response =
            one_response && std::equal(weights, weights + Operator::taps, weights + s * Operator::taps);
    const int n = one_response ? 1 : op.channels, side = Operator::side;
    for (int i = 0; i < n; ++i)
        for (int dx = 0; dx < side; ++dx)
            for (int o = 0; o < n; ++o) {
                const float* const column = weights + (o * n + i) * Operator::taps + dx;
                const float top = column[0], middle = column[side], bottom = column[2 * side];
                const float ends = top + bottom;
                const float column_factors[products] = {top, 0.5f * (ends + middle), 0.5f * (ends - middle),
                                                        bottom};
                for (int p = 0; p < products; ++p)
                    factors[((p * n + i) * side + dx) * n + o] = column_factors[p];
            }
}

void gather_gradient(const double* sums, int channels, double* gradient) {
    const int n = channels, side = Operator::side;
    for (int i = 0; i < n; ++i)
        for (int dx = 0; dx < side; ++dx)
            for (int o = 0; o < n; ++o) {
                const auto product = [&](int p) { return sums[((p * n + i) * side + dx) * n + o]; };
                const double both = 0.5 * (product(1) + product(2)), apart = 0.5 * (product(1) - product(2));
                double* const column = gradient + (o * n + i) * Operator::taps + dx;
                column[0] = product(0) + both;
                column[side] = apart;
                column[2 * side] = both + product(3);
            }
}

std::size_t learn_scratch_floats(int channels) {
    return static_cast<std::size_t>(LearnScratch::sums(channels) + LearnScratch::front +
                                    LearnScratch::rows(channels) * LearnScratch::stride(channels));
}

void run_learn_band(const LearnPass& pass, int band, float* scratch, LearnSums& sums) {
    HWY_DYNAMIC_DISPATCH(run_band)(pass, band, scratch, sums);
}

}  // namespace droplet
#endif
