#include "model/operator_json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace droplet {
namespace {

constexpr const char* valid_shapes = "[1, 1, 3, 3] for grey, [3, 3, 3, 3] for colour";

std::string slice_text(const float* slice) {
    std::string text;
    for (int y = 0; y < Operator::side; ++y) {
        const float* row = slice + y * Operator::side;
        text += fmt::format("{}[{}, {}, {}]", y ? ", " : "", detail::weight_text(row[0]),
                            detail::weight_text(row[1]), detail::weight_text(row[2]));
    }
    return "[" + text + "]";
}

/// Walks nested lists of an operator's weights and knows where it is.
class WeightReader {
 public:
    WeightReader(const std::string& prefix, int channels)
        : prefix_(prefix), shape_{channels, channels, Operator::side, Operator::side} {}

    Operator read(const Json& weights) {
        result_.channels = shape_[0];
        read_level(weights, 0);
        return result_;
    }

 private:
    void read_level(const Json& value, std::size_t level) {
        if (level == shape_.size()) return read_weight(value);
        const auto size = static_cast<std::size_t>(shape_[level]);
        if (!value.is_array() || value.size() != size) refuse_list(value, size);
        for (std::size_t i = 0; i < size; ++i) {
            index_[level] = static_cast<int>(i);
            depth_ = level + 1;
            read_level(value[i], level + 1);
            depth_ = level;
        }
    }

    void read_weight(const Json& value) {
        if (!value.is_number())
            throw Error(Fault::usage, place(),
                        fmt::format("{} is not a number; {}", detail::excerpt(value), valid_weights()));
        const double weight = value.get<double>();
        if (!(std::abs(weight) <= double{largest_weight}))
            throw Error(Fault::usage, place(),
                        fmt::format("{} is out of range; {}", weight, valid_weights()));
        result_.weights[next_++] = static_cast<float>(weight);
    }

    [[noreturn]] void refuse_list(const Json& value, std::size_t size) const {
        const std::string found =
            value.is_array() ? fmt::format("a list of {}", value.size()) : detail::excerpt(value);
        throw Error(Fault::usage, place(),
                    fmt::format("{} is not what the shape says; valid: a list of {}", found, size));
    }

    static std::string valid_weights() {
        return fmt::format("valid: {} to {}", -largest_weight, largest_weight);
    }

    std::string place() const {
        std::string text = prefix_ + "weights";
        for (std::size_t i = 0; i < depth_; ++i) text += fmt::format("[{}]", index_[i]);
        return text;
    }

    std::string prefix_;
    std::array<int, 4> shape_;
    std::array<int, 4> index_{};
    std::size_t depth_ = 0;
    std::size_t next_ = 0;
    Operator result_;
};

int channels_of(const Json& shape, const std::string& prefix) {
    for (const int channels : {1, 3})
        if (shape == Json{channels, channels, Operator::side, Operator::side}) return channels;
    const bool short_list =
        shape.is_array() && shape.size() <= 8 &&
        std::all_of(shape.begin(), shape.end(), [](const Json& n) { return n.is_number(); });
    const std::string found = short_list ? shape.dump() : detail::excerpt(shape);
    throw Error(Fault::usage, prefix + "shape",
                fmt::format("{} is not valid; valid: {}", found, valid_shapes));
}

}  // namespace

std::string operator_text(const Operator& op, int indent) {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    std::string weights;
    for (int out = 0; out < op.channels; ++out) {
        weights += fmt::format("{}\n{}        [\n", out ? "," : "", margin);
        for (int in = 0; in < op.channels; ++in)
            weights += fmt::format("{}            {}{}\n", margin,
                                   slice_text(op.weights.data() + (out * op.channels + in) * Operator::taps),
                                   in + 1 < op.channels ? "," : "");
        weights += margin + "        ]";
    }
    return fmt::format("{{\n{0}    \"shape\": [{1}, {1}, 3, 3],\n{0}    \"weights\": [{2}\n{0}    ]\n{0}}}",
                       margin, op.channels, weights);
}

Operator operator_from_json(const Json& object, const std::string& prefix) {
    const auto missing = [&](const std::string& key) {
        return Error(Fault::usage, prefix + key,
                     "is missing; valid: {\"shape\": [out, in, 3, 3], \"weights\": [[[[…]]]]}");
    };
    for (const auto& item : object.items())
        if (item.key() != "shape" && item.key() != "weights")
            throw detail::unknown_key(prefix, item.key(), {"shape", "weights"});
    const auto shape = object.find("shape"), weights = object.find("weights");
    if (shape == object.end()) throw missing("shape");
    if (weights == object.end()) throw missing("weights");
    return WeightReader(prefix, channels_of(*shape, prefix)).read(*weights);
}

Operator parse_operator(const std::string& text, const std::string& name) {
    return operator_from_json(parse_settings(text, name), name + ": ");
}

}  // namespace droplet
