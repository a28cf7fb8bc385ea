#include "model/formula_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <vector>

#include "model/nearest.h"

namespace droplet {
namespace {

constexpr std::string_view operand_expected = "expected a number, z, c, k, i, pi, e, a function or '('";
constexpr std::size_t longest_quote = 24;  // bytes of the text in a message

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// A character of UTF-8; length 0 where the bytes are none.
struct Character {
    char32_t code = 0;
    std::size_t length = 0;
};
Character character_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(at);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return {};
    char32_t code = first & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0u) != 0x80) return {};
        code = code << 6 | (byte(at + i) & 0x3fu);
    }
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    const bool shorter = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (surrogate || shorter || code > 0x10ffff) return {};
    return {code, length};
}

/// The ASCII symbol that a character stands for; 0: none.
char symbol_of(char32_t code) {
    switch (code) {
        case U'\u2212':
            return '-';
        case U'\u00b7':
        case U'\u00d7':
        case U'\u22c5':
            return '*';
        case U'\u00f7':
            return '/';
        case U'\u2190':
            return '<';
        default:
            break;
    }
    constexpr std::u32string_view symbols = U"+-*/^()|=";
    return symbols.find(code) != symbols.npos ? static_cast<char>(code) : '\0';
}

/// 0 to 9 of a superscript digit, 10 of a superscript minus; −1: none of them.
int superscript_of(char32_t code) {
    constexpr std::u32string_view digits =
        U"\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b";
    const auto found = digits.find(code);
    return found == digits.npos ? -1 : static_cast<int>(found);
}

/// The start of a part of the text, which ends with a whole character.
std::string quote(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        const std::size_t length = character_at(text, end).length;
        if (length == 0 || end + length > longest_quote) break;
        end += length;
    }
    return fmt::format("'{}{}'", text.substr(0, end), end < text.size() ? "\u2026" : "");
}

/// "z*c" for "zc": a name that is nothing but values; else empty.
std::string as_product(std::string_view name) {
    std::string result;
    while (!name.empty()) {
        const std::size_t length = name.starts_with("pi") ? 2 : 1;
        const std::string_view part = name.substr(0, length);
        if (std::ranges::find(formula_values, part) == std::end(formula_values)) return {};
        result += fmt::format("{}{}", result.empty() ? "" : "*", part);
        name.remove_prefix(length);
    }
    return result.size() <= longest_quote ? result : std::string();
}

std::string unknown_name(std::string_view name) {
    if (const std::string product = as_product(name); !product.empty())
        return fmt::format("unknown name {}; write {}", quote(name), product);
    std::vector<std::string_view> names(std::begin(formula_values), std::end(formula_values));
    for (const FormulaFunction& function : formula_functions) names.push_back(function.name);
    return fmt::format("unknown name {}; {}", quote(name), nearest_or_all(name, names));
}

}  // namespace

int FormulaReader::read() {
    if (text_.size() > longest_formula)
        throw FormulaError(
            longest_formula, text_.size(),
            fmt::format("too long with {} bytes; valid: at most {}", text_.size(), longest_formula));
    advance();
    if (token_.kind == Kind::end)
        throw FormulaError(0, text_.size(), "empty; expected a recurrence, such as z^2 + c");
    skip_assignment();
    const int root = read_sum();
    if (token_.kind != Kind::end) refuse_operator("");
    return root;
}

void FormulaReader::skip_assignment() {
    if (token_.kind != Kind::name || text_of(token_) != "z") return;
    const Token z = token_, before = last_;
    advance();
    if (at('=') || at('<')) return advance();
    token_ = z;
    last_ = before;
}

int FormulaReader::read_sum() {
    const std::size_t begin = token_.begin;
    int sum = read_term().node;
    while (at('+') || at('-')) {
        const bool plus = at('+');
        advance();
        const int term = read_term().node;
        sum = finite(plus ? graph_.add(sum, term) : graph_.subtract(sum, term), begin);
    }
    return sum;
}

FormulaReader::Operand FormulaReader::read_term() {
    Operand left = read_signed();
    bool divided = false;
    for (;;) {
        const bool slash = at('/');
        if (slash || at('*')) {
            advance();
            const Operand right = read_signed();
            if (slash && graph_.is_constant(right.node) && graph_[right.node].value == 0.0)
                throw FormulaError(right.begin, last_.end, "division by 0; expected another divisor");
            left.node =
                finite(slash ? graph_.divide(left.node, right.node) : graph_.multiply(left.node, right.node),
                       left.begin);
            left.open_exponent = right.open_exponent;
            divided = slash;
        } else if (starts_factor()) {
            if (divided || left.open_exponent)
                throw FormulaError(token_.begin, token_.end,
                                   fmt::format("{} can be read in two ways here; expected '*' before it, or "
                                               "parentheses",
                                               quote(text_of(token_))));
            const Operand right = read_power();
            left.node = finite(graph_.multiply(left.node, right.node), left.begin);
            left.open_exponent = right.open_exponent;
        } else {
            return left;
        }
    }
}

/// A "*" can be left out before a name or a parenthesis.
bool FormulaReader::starts_factor() const {
    return token_.kind == Kind::name || at('(');
}

FormulaReader::Operand FormulaReader::read_signed() {
    const std::size_t begin = token_.begin;
    bool negative = false;
    for (; at('-') || at('+'); advance()) negative ^= at('-');
    Operand operand = read_power();
    operand.begin = begin;
    if (negative) operand.node = graph_.negate(operand.node);
    return operand;
}

FormulaReader::Operand FormulaReader::read_power() {
    const std::size_t begin = token_.begin;
    Operand base{read_primary(), begin, false};
    if (token_.kind == Kind::superscript) {
        base.node = finite(graph_.power(base.node, graph_.constant(token_.number)), begin);
        advance();
    }
    if (!at('^')) return base;
    enter(token_);
    advance();
    const bool parenthesis = at('(') || at('|');
    const Operand exponent = read_signed();
    --depth_;
    base.node = finite(graph_.power(base.node, exponent.node), begin);
    base.open_exponent = !parenthesis;
    return base;
}

int FormulaReader::read_primary() {
    const Token token = token_;
    if (token.kind == Kind::number) {
        advance();
        return graph_.constant(token.number);
    }
    if (token.kind == Kind::name) return read_name();
    if (at('(')) return read_group(token, ")");
    if (at('|')) return graph_.call(FormulaOp::abs, read_group(token, "|"));
    refuse_operand();
}

int FormulaReader::read_name() {
    const Token token = token_;
    const std::string_view name = text_of(token);
    advance();
    if (name == "z") return graph_.input(FormulaProgram::z);
    if (name == "c") return graph_.input(FormulaProgram::c);
    if (name == "k") return graph_.input(FormulaProgram::k);
    if (name == "i") return graph_.constant({0, 1});
    if (name == "e") return graph_.constant(std::numbers::e);
    if (name == "pi" || name == "\u03c0") return graph_.constant(std::numbers::pi);
    const auto* const function = std::ranges::find(formula_functions, name, &FormulaFunction::name);
    if (function == std::end(formula_functions))
        throw FormulaError(token.begin, token.end, unknown_name(name));
    if (!at('('))
        throw FormulaError(token.begin, token.end,
                           fmt::format("'{0}' without an argument; expected {0}(\u2026)", name));
    return finite(graph_.call(function->op, read_group(token_, ")")), token.begin);
}

int FormulaReader::read_group(const Token& opening, const char* closing) {
    const Token start = opening;
    enter(start);
    advance();
    const int inner = read_sum();
    if (token_.kind == Kind::end)
        throw FormulaError(start.begin, start.end,
                           fmt::format("this '{}' is not closed; expected '{}'",
                                       text_.substr(start.begin, start.end - start.begin), closing));
    if (!at(*closing)) refuse_operator(closing);
    advance();
    --depth_;
    return inner;
}

void FormulaReader::enter(const Token& where) {
    if (++depth_ > deepest_formula)
        throw FormulaError(where.begin, where.end,
                           fmt::format("nested too deeply; valid: {} levels", deepest_formula));
}

/// The node, unless it is a number that is none: 1/0, 10^1000.
int FormulaReader::finite(int node, std::size_t begin) const {
    if (graph_.is_constant(node)) {
        const FormulaGraph::Number value = graph_[node].value;
        if (!std::isfinite(value.real()) || !std::isfinite(value.imag()))
            throw FormulaError(begin, last_.end,
                               fmt::format("{} is not finite; expected a finite number",
                                           quote(text_.substr(begin, last_.end - begin))));
    }
    return node;
}

void FormulaReader::refuse_operand() const {
    if (token_.kind == Kind::end)
        throw FormulaError(last_.begin, last_.end,
                           fmt::format("nothing after {}; {}", quote(text_of(last_)), operand_expected));
    throw FormulaError(
        token_.begin, token_.end,
        fmt::format("{} has no value before it; {}", quote(text_of(token_)), operand_expected));
}

void FormulaReader::refuse_operator(const char* closing) const {
    const std::string found = quote(text_of(token_));
    if (at(')') || at('|'))
        throw FormulaError(token_.begin, token_.end,
                           fmt::format("this {} closes nothing; expected an operator or the end", found));
    const std::string or_closing = *closing == '\0' ? "" : fmt::format(" or '{}'", closing);
    throw FormulaError(
        token_.begin, token_.end,
        fmt::format("{} follows a value; expected an operator{} before it", found, or_closing));
}

void FormulaReader::advance() {
    last_ = token_;
    token_ = scan();
}

FormulaReader::Token FormulaReader::scan() const {
    constexpr std::string_view spaces = " \t\r\n";
    std::size_t at = token_.end;
    while (at < text_.size() && spaces.find(text_[at]) != spaces.npos) ++at;
    if (at == text_.size()) return {Kind::end, 0, 0, at, at};
    const bool fraction = text_[at] == '.' && at + 1 < text_.size() && is_digit(text_[at + 1]);
    if (is_digit(text_[at]) || fraction) return scan_number(at);
    if (is_letter(text_[at])) {
        std::size_t end = at;
        while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
        return {Kind::name, 0, 0, at, end};
    }
    const Character character = character_at(text_, at);
    if (character.code == U'\u03c0') return {Kind::name, 0, 0, at, at + character.length};
    if (superscript_of(character.code) >= 0) return scan_superscript(at);
    return symbol_or_refusal(at);
}

FormulaReader::Token FormulaReader::scan_number(std::size_t at) const {
    double number = 0;
    const auto read = std::from_chars(text_.data() + at, text_.data() + text_.size(), number);
    const std::size_t end = static_cast<std::size_t>(read.ptr - text_.data());
    if (read.ec != std::errc())
        throw FormulaError(
            at, end,
            fmt::format("{} is out of range; valid: 0, 1e-307 to 1e308", quote(text_.substr(at, end - at))));
    return {Kind::number, 0, number, at, end};
}

FormulaReader::Token FormulaReader::scan_superscript(std::size_t at) const {
    constexpr int minus = 10;
    constexpr double largest = 1e6;
    Token token{Kind::superscript, 0, 0, at, at};
    bool negative = false, any = false;
    for (;;) {
        const Character character = token.end < text_.size() ? character_at(text_, token.end) : Character{};
        const int digit = superscript_of(character.code);
        if (digit < 0 || (digit == minus && token.end > at)) break;
        if (digit == minus) {
            negative = true;
        } else {
            token.number = std::min(10 * token.number + digit, largest);
            any = true;
        }
        token.end += character.length;
    }
    if (!any) throw FormulaError(at, token.end, "a raised minus alone; expected raised digits after it");
    if (negative) token.number = -token.number;
    return token;
}

FormulaReader::Token FormulaReader::symbol_or_refusal(std::size_t at) const {
    if (text_.substr(at, 2) == "<-") return {Kind::symbol, '<', 0, at, at + 2};
    const Character character = character_at(text_, at);
    if (character.length == 0)
        throw FormulaError(at, at + 1,
                           fmt::format("byte 0x{:02X} is no character (UTF-8); {}",
                                       static_cast<unsigned char>(text_[at]), operand_expected));
    const std::size_t end = at + character.length;
    if (const char symbol = symbol_of(character.code)) return {Kind::symbol, symbol, 0, at, end};
    throw FormulaError(at, end,
                       fmt::format("{} has no meaning; {}",
                                   character.code < 0x20 || character.code == 0x7f
                                       ? fmt::format("byte 0x{:02X}", static_cast<unsigned>(character.code))
                                       : quote(text_.substr(at, character.length)),
                                   "valid: numbers, names, + - * / ^ ( ) |"));
}

}  // namespace droplet
