#include "model/kernel_json.h"

#include <cmath>
#include <vector>

namespace droplet {
namespace {

constexpr int longest = Kernel::longest_side;

std::size_t checked_length(const Json& list, const std::string& subject, const char* of_what) {
    if (!list.is_array() || list.empty() || list.size() > longest) {
        const std::string found =
            list.is_array() ? fmt::format("a list of {}", list.size()) : detail::excerpt(list);
        throw Error(Fault::usage, subject,
                    fmt::format("{} is not valid; valid: a list of 1 to {} {}", found, longest, of_what));
    }
    return list.size();
}

float weight_of(const Json& value, const std::string& subject) {
    const double weight = value.is_number() ? value.get<double>() : NAN;
    if (!(std::abs(weight) <= double{largest_kernel_weight}))
        throw Error(Fault::usage, subject,
                    fmt::format("{} is not valid; valid: a number from {} to {}", detail::excerpt(value),
                                -largest_kernel_weight, largest_kernel_weight));
    return static_cast<float>(weight);
}

}  // namespace

std::string kernel_text(const Kernel& kernel, int indent) {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    std::string rows;
    for (int y = 0; y < kernel.height; ++y) {
        rows += y > 0 ? ",\n" + margin + "        [" : margin + "        [";
        for (int x = 0; x < kernel.width; ++x)
            rows += fmt::format("{}{}", x > 0 ? ", " : "", detail::weight_text(kernel.at(y, x)));
        rows += "]";
    }
    return fmt::format("{{\n{0}    \"size\": [{1}, {2}],\n{0}    \"weights\": [\n{3}\n{0}    ]\n{0}}}",
                       margin, kernel.height, kernel.width, rows);
}

Kernel kernel_from_json(const Json& object, const std::string& prefix) {
    for (const auto& item : object.items())
        if (item.key() != "size" && item.key() != "weights")
            throw detail::unknown_key(prefix, item.key(), {"size", "weights"});
    const auto weights = object.find("weights");
    if (weights == object.end())
        throw Error(Fault::usage, prefix + "weights", "missing; valid: a list of rows of numbers");
    const std::size_t height = checked_length(*weights, prefix + "weights", "rows");
    const std::size_t width = checked_length((*weights)[0], prefix + "weights[0]", "numbers");
    Kernel kernel(static_cast<int>(width), static_cast<int>(height));
    for (std::size_t y = 0; y < height; ++y) {
        const Json& row = (*weights)[y];
        const std::string subject = fmt::format("{}weights[{}]", prefix, y);
        const std::size_t length = checked_length(row, subject, "numbers");
        if (length != width)
            throw Error(Fault::usage, subject,
                        fmt::format("has {} numbers; valid: {}, as the row above", length, width));
        for (std::size_t x = 0; x < width; ++x)
            kernel.weights[y * width + x] = weight_of(row[x], fmt::format("{}[{}]", subject, x));
    }
    if (const auto size = object.find("size"); size != object.end() && *size != Json{height, width})
        throw Error(
            Fault::usage, prefix + "size",
            fmt::format("{} is not that of the weights; valid: [{}, {}]", size->dump(), height, width));
    return kernel;
}

}  // namespace droplet
