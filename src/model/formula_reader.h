#pragma once
#include <complex>
#include <string>
#include <string_view>

#include "model/formula_graph.h"

namespace droplet {

/// Reads the text of a formula, by recursive descent:
///     formula   = [ "z" ( "=" | "<-" | "←" ) ] sum
///     sum       = term { ( "+" | "-" ) term }
///     term      = signed { ( "*" | "/" ) signed | power }        the last one: a left-out "*"
///     signed    = { "-" | "+" } power
///     power     = primary [ superscript ] [ "^" { "-" | "+" } power ]
///     primary   = number | name | function "(" sum ")" | "(" sum ")" | "|" sum "|"
class FormulaReader {
 public:
    FormulaReader(std::string_view text, FormulaGraph& graph) : text_(text), graph_(graph) {}

    /// The node of the whole text. Throws FormulaError.
    int read();

 private:
    enum class Kind { number, name, superscript, symbol, end };
    struct Token {
        Kind kind = Kind::end;
        char symbol = 0;  ///< + - * / ^ ( ) | = ; '<' is every arrow
        double number = 0;
        std::size_t begin = 0, end = 0;
    };
    /// A value, and what its text was, where that decides whether a "*" may be left out behind it.
    struct Operand {
        int node = -1;
        std::size_t begin = 0;
        bool open_exponent = false;  ///< it ends with an exponent that a factor would seem to go on
    };

    int read_sum();
    Operand read_term();
    Operand read_signed();
    Operand read_power();
    int read_primary();
    int read_name();
    int read_group(const Token& opening, const char* closing);
    void skip_assignment();

    void advance();
    Token scan() const;
    Token scan_number(std::size_t at) const;
    Token scan_superscript(std::size_t at) const;
    Token symbol_or_refusal(std::size_t at) const;

    bool at(char symbol) const { return token_.kind == Kind::symbol && token_.symbol == symbol; }
    bool starts_factor() const;
    std::string_view text_of(const Token& token) const {
        return text_.substr(token.begin, token.end - token.begin);
    }
    int finite(int node, std::size_t begin) const;
    void enter(const Token& where);
    [[noreturn]] void refuse_operand() const;
    [[noreturn]] void refuse_operator(const char* closing) const;

    std::string_view text_;
    FormulaGraph& graph_;
    Token token_, last_;  // the next, and the one before it
    int depth_ = 0;
};

}  // namespace droplet
