#include "model/kernel_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "model/kernel_edit.h"
#include "model/kernel_json.h"
#include "model/operator_json.h"

namespace droplet {
namespace {

constexpr int longest = Kernel::longest_side;
constexpr std::string_view minus_sign = "\u2212", byte_order_mark = "\ufeff";
constexpr std::string_view spaces = " \t\r\v\f";

/// A piece of the text as a message can hold it.
std::string quoted(std::string_view text) {
    constexpr std::size_t most = 24;
    std::string shown;
    for (const char c : text.substr(0, most)) shown += c >= 0x20 && c < 0x7f ? c : '?';
    return "'" + shown + (text.size() > most ? "…'" : "'");
}

/// What is wrong with a number, for a message.
struct Wrong {
    std::string what;
};

double number_of(std::string_view text, std::string_view whole) {
    std::string_view digits = text;
    double sign = 1;
    if (digits.starts_with('-') || digits.starts_with(minus_sign)) {
        sign = -1;
        digits.remove_prefix(digits.front() == '-' ? 1 : minus_sign.size());
    } else if (digits.starts_with('+')) {
        digits.remove_prefix(1);
    }
    if (digits == "inf" || digits == "Inf" || digits == "infinity" || digits == "Infinity")
        throw Wrong{quoted(whole) + " is not finite"};
    double value = 0;
    const bool starts =
        !digits.empty() && (digits.front() == '.' || (digits.front() >= '0' && digits.front() <= '9'));
    const auto [end, error] = starts ? std::from_chars(digits.data(), digits.data() + digits.size(), value)
                                     : std::from_chars_result{digits.data(), std::errc::invalid_argument};
    if (error == std::errc::result_out_of_range) throw Wrong{quoted(whole) + " is out of range"};
    if (error != std::errc{} || end != digits.data() + digits.size())
        throw Wrong{quoted(whole) + " is not a number"};
    return sign * value;
}

float weight_of(std::string_view text) {
    const std::size_t slash = text.find('/');
    double value = number_of(text.substr(0, slash), text);
    if (slash != std::string_view::npos) {
        const double divisor = number_of(text.substr(slash + 1), text);
        if (divisor == 0) throw Wrong{quoted(text) + " divides by zero"};
        value /= divisor;
    }
    if (!(std::abs(value) <= double{largest_kernel_weight})) throw Wrong{quoted(text) + " is out of range"};
    return static_cast<float>(value);
}

std::string valid_weights() {
    return fmt::format("valid: numbers from {} to {} like -0.5, or fractions like 1/9",
                       -largest_kernel_weight, largest_kernel_weight);
}

/// Walks rows of numbers and knows where it is.
class RowsReader {
 public:
    RowsReader(std::string_view text, const std::string& name) : text_(text), name_(name) {}

    Kernel read() {
        skip_prefix();
        while (at_ < text_.size()) step();
        if (!closers_.empty())
            refuse(opened_line_, opened_column_, "the bracket is not closed; valid: [[1, 2], [3, 4]]");
        end_row();
        if (rows_ == 0) throw Error(Fault::usage, name_, "holds no numbers; " + valid_weights());
        Kernel kernel(width_, rows_);
        kernel.weights = std::move(weights_);
        return kernel;
    }

 private:
    enum class Last { nothing, number, comma, closed };

    bool begins(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    bool is_space(std::size_t at) const {
        return at < text_.size() && spaces.find(text_[at]) != std::string_view::npos;
    }

    void advance(std::size_t bytes = 1) {
        for (; bytes > 0; --bytes, ++at_)
            if (text_[at_] == '\n') {
                ++line_;
                column_ = 1;
            } else if ((text_[at_] & 0xc0) != 0x80) {
                ++column_;
            }
    }

    [[noreturn]] void refuse(int line, int column, const std::string& message) const {
        throw Error(Fault::usage, fmt::format("{}: line {}, column {}", name_, line, column), message);
    }

    /// What Python and MATLAB print before a matrix: `k = `, `array(`.
    void skip_prefix() {
        if (begins(byte_order_mark)) at_ += byte_order_mark.size();
        const std::size_t start = text_.find_first_not_of(" \t\r\n");
        if (start == std::string_view::npos) return;
        const auto word_end = [this](std::size_t from) {
            const auto is_word = [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '.';
            };
            while (from < text_.size() && is_word(text_[from])) ++from;
            return from;
        };
        std::size_t from = std::max(start, at_), end = word_end(from);
        if (end > from) {
            const std::size_t equals = text_.find_first_not_of(spaces, end);
            if (equals != std::string_view::npos && text_[equals] == '=') {
                from = text_.find_first_not_of(spaces, equals + 1);
                if (from == std::string_view::npos) from = text_.size();
                advance(from - at_);
                end = word_end(from);
            }
        }
        const std::string_view word = text_.substr(from, end - from);
        if ((word == "array" || word == "np.array" || word == "numpy.array") && end < text_.size() &&
            text_[end] == '(') {
            advance(end - at_);
            open();
            wrapped_ = 1;
        }
    }

    void step() {
        const char c = text_[at_];
        if (c == '#') return advance(std::min(text_.find('\n', at_), text_.size()) - at_);
        if (c == '\n') {
            if (depth() < 2) end_row();
            return advance();
        }
        if (is_space(at_)) return advance();
        if (c == ',') return comma();
        if (c == ';') return semicolon();
        if (c == '[' || c == '(' || c == '{') return open();
        if (c == ']' || c == ')' || c == '}') return close();
        number();
    }

    std::size_t depth() const { return closers_.size() - wrapped_; }

    void comma() {
        if (last_ != Last::number && last_ != Last::closed)
            refuse(line_, column_, "a number is missing before the comma; " + valid_weights());
        last_ = Last::comma;
        advance();
    }

    void semicolon() {
        if (last_ == Last::nothing || depth() > 1)
            refuse(line_, column_, "a ';' ends no row here; valid: 1 2; 3 4");
        end_row();
        last_ = Last::nothing;
        advance();
    }

    void open() {
        if (depth() == 2 || !row_.empty())
            refuse(line_, column_, "a bracket too many; valid: [[1, 2], [3, 4]]");
        opened_line_ = line_;
        opened_column_ = column_;
        closers_ += text_[at_] == '[' ? ']' : text_[at_] == '(' ? ')' : '}';
        last_ = Last::nothing;
        advance();
    }

    void close() {
        if (closers_.empty() || closers_.back() != text_[at_])
            refuse(line_, column_,
                   fmt::format("the '{}' closes no bracket; valid: [[1, 2], [3, 4]]", text_[at_]));
        closers_.pop_back();
        if (closers_.empty()) wrapped_ = 0;
        end_row();
        last_ = Last::closed;
        advance();
    }

    void number() {
        const int column = column_;
        constexpr std::string_view ends = " \t\r\v\f\n,;[](){}#";
        std::string token;
        for (;;) {
            const std::size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
            token += text_.substr(at_, end - at_);
            advance(end - at_);
            // Spaces may stand around the stroke of a fraction.
            const std::size_t next = text_.find_first_not_of(spaces, at_);
            if (next == std::string_view::npos || ends.find(text_[next]) != std::string_view::npos) break;
            if (!token.ends_with('/') && text_[next] != '/') break;
            advance(next - at_);
        }
        if (wrapped_ == 1 && depth() == 0 && token.starts_with("dtype=")) return;
        if (const auto control = std::find_if(token.begin(), token.end(),
                                              [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
            control != token.end())
            refuse(line_, column,
                   fmt::format("byte {:#04x} is no text; valid: rows of numbers, or JSON",
                               static_cast<unsigned char>(*control)));
        if (row_.size() == longest)
            refuse(line_, column, fmt::format("the row has more than {0} numbers; valid: 1 to {0}", longest));
        if (row_.empty()) row_line_ = line_;
        try {
            row_.push_back(weight_of(token));
        } catch (const Wrong& wrong) {
            refuse(line_, column, wrong.what + "; " + valid_weights());
        }
        last_ = Last::number;
    }

    void end_row() {
        if (row_.empty()) return;
        const int length = static_cast<int>(row_.size());
        if (rows_ == longest)
            throw Error(Fault::usage, name_, fmt::format("has more than {0} rows; valid: 1 to {0}", longest));
        if (rows_ == 0) {
            width_ = length;
            first_line_ = row_line_;
        } else if (length != width_) {
            const bool by_line = row_line_ != first_line_;
            const char* const unit = by_line ? "line" : "row";
            throw Error(Fault::usage, name_,
                        fmt::format("{} {} has {} number{}; valid: {}, as {} {}", unit,
                                    by_line ? row_line_ : rows_ + 1, length, length == 1 ? "" : "s", width_,
                                    unit, by_line ? first_line_ : 1));
        }
        ++rows_;
        weights_.insert(weights_.end(), row_.begin(), row_.end());
        row_.clear();
        last_ = Last::nothing;
    }

    std::string_view text_;
    std::string name_;
    std::size_t at_ = 0;
    int line_ = 1, column_ = 1;
    std::string closers_;      ///< that open brackets wait for
    std::size_t wrapped_ = 0;  ///< 1 within the parentheses of array()
    int opened_line_ = 0, opened_column_ = 0, row_line_ = 0, first_line_ = 0;
    Last last_ = Last::nothing;
    std::vector<float> row_, weights_;
    int rows_ = 0, width_ = 0;
};

/// Objects begin with a key; braces around numbers are brackets.
bool is_json_object(std::string_view text) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const std::size_t brace = text.find_first_not_of(" \t\r\n");
    if (brace == std::string_view::npos || text[brace] != '{') return false;
    const std::size_t next = text.find_first_not_of(" \t\r\n", brace + 1);
    return next == std::string_view::npos || text[next] == '"' || text[next] == '}';
}

}  // namespace

Kernel parse_kernel(const std::string& text, const std::string& name) {
    if (text.size() > longest_kernel_text)
        throw Error(Fault::usage, name,
                    fmt::format("has {} bytes, more than a kernel; valid: up to {}", text.size(),
                                longest_kernel_text));
    if (!is_json_object(text)) return RowsReader(text, name).read();
    const Json object = parse_settings(text, name, "rows of numbers, or {\"weights\": [[…], …]}");
    if (object.contains("shape")) return kernel_of(operator_from_json(object, name + ": "));
    return kernel_from_json(object, name + ": ");
}

float parse_weight(std::string_view text, const std::string& name) {
    std::string bare;
    std::copy_if(text.begin(), text.end(), std::back_inserter(bare),
                 [](char c) { return spaces.find(c) == std::string_view::npos; });
    // Spaces between digits would make other numbers of them.
    const std::size_t first = text.find_first_not_of(spaces), last = text.find_last_not_of(spaces);
    const bool apart = first != std::string_view::npos && text.find('/') == std::string_view::npos &&
                       bare.size() != last - first + 1;
    try {
        return weight_of(apart ? text : std::string_view(bare));
    } catch (const Wrong& wrong) {
        throw Error(Fault::usage, name, wrong.what + "; " + valid_weights());
    }
}

std::optional<Fraction> fraction_of(float weight) {
    constexpr int most = 256, most_of_one = 1024, largest_numerator = 9999;
    constexpr double rounding = 1.2e-7;  // 2 · 2⁻²⁴: a rounded division, and one more operation
    if (!std::isfinite(weight) || std::abs(weight) > largest_numerator) return std::nullopt;
    for (int d = 1; d <= most_of_one; ++d) {
        const double scaled = static_cast<double>(weight) * d, n = std::round(scaled);
        if (std::abs(n) > largest_numerator) break;
        if (d > most && std::abs(n) > 1) break;
        if (std::abs(scaled - n) <= rounding * std::abs(n)) return Fraction{static_cast<int>(n), d};
    }
    return std::nullopt;
}

std::string kernel_rows(const Kernel& kernel) {
    std::vector<std::string> texts;
    std::size_t widest = 0;
    for (const float weight : kernel.weights) {
        const auto fraction = fraction_of(weight);
        const bool exact = fraction && !std::signbit(weight + 0.0f) == (fraction->numerator >= 0) &&
                           fraction->denominator > 1 &&
                           static_cast<float>(double(fraction->numerator) / fraction->denominator) == weight;
        texts.push_back(exact && 10 % fraction->denominator != 0
                            ? fmt::format("{}/{}", fraction->numerator, fraction->denominator)
                            : fmt::format("{}", weight));
        widest = std::max(widest, texts.back().size());
    }
    std::string rows;
    for (std::size_t i = 0; i < texts.size(); ++i)
        rows += fmt::format("{:>{}}{}", texts[i], widest,
                            (i + 1) % static_cast<std::size_t>(kernel.width) == 0 ? "\n" : " ");
    return rows;
}

namespace {

std::string with_minus_sign(std::string text) {
    if (text.starts_with('-')) text.replace(0, 1, minus_sign);
    return text;
}

/// Denominators of which decimals are as short.
bool reads_as_decimal(int denominator) {
    return 10 % denominator == 0 || denominator == 20 || denominator == 50 || denominator == 100;
}

std::string decimal(float weight, int digits) {
    std::string text = fmt::format("{:.{}g}", weight, digits);
    return with_minus_sign(text == "-0" ? "0" : text);
}

std::string fraction_text(Fraction fraction, int denominator) {
    const int numerator = fraction.numerator * (denominator / fraction.denominator);
    return with_minus_sign(fmt::format("{}/{}", numerator, denominator));
}

}  // namespace

std::string weight_label(float weight, int digits) {
    const auto fraction = fraction_of(weight);
    if (!fraction || reads_as_decimal(fraction->denominator)) return decimal(weight, digits);
    return fraction_text(*fraction, fraction->denominator);
}

std::vector<std::string> weight_labels(const Kernel& kernel) {
    constexpr int digits = 3;
    std::vector<std::optional<Fraction>> fractions(kernel.weights.size());
    std::transform(kernel.weights.begin(), kernel.weights.end(), fractions.begin(), fraction_of);
    int largest = 1;
    for (const auto& fraction : fractions)
        if (fraction) largest = std::max(largest, fraction->denominator);
    const bool common = !reads_as_decimal(largest) &&
                        std::all_of(fractions.begin(), fractions.end(), [largest](const auto& fraction) {
                            return fraction && largest % fraction->denominator == 0;
                        });
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < fractions.size(); ++i)
        labels.push_back(common && fractions[i]->denominator > 1 ? fraction_text(*fractions[i], largest)
                                                                 : weight_label(kernel.weights[i], digits));
    return labels;
}

}  // namespace droplet
