#include "cuda/canny_detector.h"

#include <vector>

#include "cuda/canny_kernels.h"

namespace droplet::cuda {
namespace {

/// Longest side that one launch convolves both ways: as many weights as kernels have otherwise.
constexpr int longest_at_once = Kernel::longest_side;

math::SeparableTerm blur_term(float sigma) {
    const std::vector<double> weights = math::blur_weights(sigma);
    return {1, weights, weights};
}

ConvolvePlan plan_of(Size kernel, const math::SeparableTerm& term) {
    return plan_terms({kernel, {term}}, best_terms_shape(kernel));
}

}  // namespace

EdgeMaps CannyDetector::maps() const {
    const Size size = stages_[0].size();
    return {maps_.data(), maps_.data() + maps_.size() / 2, size, words_of(size.width)};
}

void CannyDetector::clear() {
    for (DeviceField& stage : stages_) stage = DeviceField();
    maps_ = DeviceBuffer<std::uint32_t>();
}

void CannyDetector::blur(cudaStream_t stream, const ConstField& grey, float sigma) {
    const math::SeparableTerm term = blur_term(sigma);
    const int length = static_cast<int>(term.row.size()), radius = length / 2;
    const bool at_once = length <= longest_at_once;
    if (sigma != sigma_) {
        sigma_ = -1;
        blur_.set(stream,
                  at_once ? plan_of({length, length}, term) : plan_of({1, length}, {1, term.column, {1}}));
        if (!at_once) rows_.set(stream, plan_of({length, 1}, {1, {1}, term.row}));
        sigma_ = sigma;
    }
    ConvolutionParams params;
    params.border = Border::reflect_101;
    const Field blurred = stages_[static_cast<std::size_t>(CannyStage::blur)].view();
    if (at_once) {
        blur_.launch(stream, grey, 1, blurred, 1, radius, radius, params);
        return;
    }
    // The gradient comes later: until then its memory holds the blurred rows.
    const Field between = stages_[static_cast<std::size_t>(CannyStage::gradient)].view();
    rows_.launch(stream, grey, 1, between, 1, 0, radius, params);
    blur_.launch(stream, between, 1, blurred, 1, radius, 0, params);
}

void CannyDetector::run(cudaStream_t stream, const ConstField& grey, const CannyParams& params) {
    if (!(stages_[0].size() == grey.size)) {
        clear();
        try {
            maps_ = DeviceBuffer<std::uint32_t>(2 * static_cast<std::size_t>(words_of(grey.size.width)) *
                                                static_cast<std::size_t>(grey.size.height));
            for (DeviceField& stage : stages_) stage = DeviceField(grey.size, 1);
        } catch (...) {
            clear();
            throw;
        }
    }
    blur(stream, grey, params.sigma);
    const auto& [blurred, gradient, thin, edges] = stages_;
    find_gradient(stream, blurred.view(), gradient.view());
    thin_gradient(stream, blurred.view(), gradient.view(), thin.view(), maps(), params);
    follow_edges(stream, maps(), rim_reached_.data(), multiprocessors_);
    draw_edges(stream, maps(), edges.view());
}

}  // namespace droplet::cuda
