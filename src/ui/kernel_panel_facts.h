#pragma once
#include <imgui.h>

#include <string>
#include <vector>

#include "math/kernel_factors.h"
#include "math/kernel_spectrum.h"
#include "model/kernel.h"

namespace droplet {

/// What is known of a kernel; found again only when the kernel is another.
class KernelFacts {
 public:
    void look_at(const Kernel& kernel);

    const Kernel& kernel() const { return kernel_; }
    double sum() const { return sum_; }
    const math::KernelFactors& factors() const { return factors_; }
    const math::KernelSpectrum& spectrum() const { return spectrum_; }
    /// Of the weights; none of a kernel with too many to be written into cells.
    const std::vector<std::string>& labels() const { return labels_; }

    /// The frequency response and the kernel as pictures, and sum, rank and largest gain beside them.
    void draw();

 private:
    void draw_response(ImVec2 origin, float side);
    void draw_image(ImVec2 origin, float side) const;
    void draw_numbers(ImVec2 origin, float height) const;

    Kernel kernel_;
    double sum_ = 0;
    math::KernelFactors factors_;
    math::KernelSpectrum spectrum_;
    std::vector<std::string> labels_;
    std::vector<ImU32> colours_;  ///< of the response
    ImU32 coloured_for_ = 0;      ///< the theme that they are for, by one of its colours
};

/// What the sum of the weights means, in a sentence.
std::string sum_sentence(double sum);

/// The rank, and for rank 1 the column and the row whose product the kernel is, in few letters.
std::string rank_sentence(const math::KernelFactors& factors);

}  // namespace droplet
