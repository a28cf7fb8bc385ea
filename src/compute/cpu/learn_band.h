#pragma once
#include <cstddef>

#include "model/image.h"
#include "model/learning_params.h"
#include "model/operator.h"

namespace droplet {

/// One pass of the learning step over a picture. It is done in bands, each by itself: two rows at a time, cut
/// into chunks of columns whose rows stay in the first-level cache, forward, loss and gradient in turn.
///
/// Of the three weights of a column of the operator, and of two rows of the picture, Winograd's minimal
/// filtering F(2, 3) (S. Winograd, Arithmetic Complexity of Computations, 1980) makes four products instead
/// of six; its transform of the rows serves the forward pass, the Scharr responses and, as F(3, 2), the
/// gradient: 108 multiply-adds a pixel of three channels instead of 162.
struct LearnPass {
    static constexpr int band_rows = 8;
    static constexpr int products = 4;  ///< of a column of weights
    static constexpr int most_factors = products * Operator::most_weights / Operator::side;

    /// `from`, `to` and `original` are of one shape; nothing is expected beside their rows.
    LearnPass(const Image& from, Image& to, const Image& original, const LearningParams& params,
              const Operator& op, float mix, bool measures);

    int bands() const { return bands_of(from.height()); }
    static int bands_of(int height) { return (height + band_rows - 1) / band_rows; }

    const Image& from;
    Image& to;
    const Image& original;
    const LearningParams& params;
    float mix;            ///< share of the original in what is stored
    bool measures;        ///< the loss and its gradient
    bool one_response;    ///< every slice of the operator is the same, and so is the response of all channels
    bool past_the_cache;  ///< so large that what is stored had better not displace what is read
    /// The operator as its products take it: [product][in][dx][out], of one slice where there is one
    /// response.
    float factors[most_factors];
};

/// What a band adds to the sums over the picture.
struct LearnSums {
    double fidelity = 0, edge = 0, intensity = 0;
    float gradient[LearnPass::most_factors] = {};  ///< as `factors`
};

/// Sums of the products into the gradient, [out][in][dy][dx].
void gather_gradient(const double* products, int channels, double* gradient);

/// Floats of scratch memory that a thread needs for a pass, beginning on a boundary of 64 bytes.
std::size_t learn_scratch_floats(int channels);

/// Does one band, on the processor's best instruction set. `sums` is written where the pass measures.
void run_learn_band(const LearnPass& pass, int band, float* scratch, LearnSums& sums);

}  // namespace droplet
