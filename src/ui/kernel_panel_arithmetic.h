#pragma once
#include <optional>
#include <string>

#include "model/convolution_params.h"
#include "ui/messages.h"

namespace droplet {

/// Two kernels that make a third: a · A + b · B, or A ∗ B. Each is the kernel in use, the one that was kept,
/// or a named one, in the size that the convolution's rows give it.
struct KernelExpression {
    static constexpr int in_use = 0, kept = 1, first_named = 2;
    static constexpr int operand_of(KernelName name) { return first_named + static_cast<int>(name); }

    bool product = false;  ///< A ∗ B
    std::string a = "2", b = "-1";
    int first = operand_of(KernelName::identity), second = operand_of(KernelName::box);

    bool operator==(const KernelExpression&) const = default;
};

/// The kernel of an operand; empty for one that was not kept.
Kernel operand_kernel(int operand, const ConvolutionParams& params, const Kernel& in_use, const Kernel& kept);

/// What the expression makes; without a reason against it, a valid kernel.
struct ExpressionValue {
    Kernel kernel;
    std::string why_not;
};
ExpressionValue value_of(const KernelExpression& expression, const Kernel& first, const Kernel& second);

/// The section of the panel. Keeps the expression, and the kernel that was kept.
class KernelArithmetic {
 public:
    /// The kernel to use from now on, when it was asked for. Rows of `params` may change: `changed` says so.
    std::optional<Kernel> draw(ConvolutionParams& params, const Kernel& in_use, Messages& messages,
                               bool& changed);

 private:
    void draw_operands(const ConvolutionParams& params, const Kernel& in_use);
    void draw_operand(const char* key, int& operand, std::string* factor, const ConvolutionParams& params,
                      const Kernel& in_use);
    bool draw_value(const ExpressionValue& value, const Kernel& in_use);

    KernelExpression expression_;
    Kernel kept_;
};

}  // namespace droplet
