#pragma once
#include <complex>
#include <vector>

#include "model/formula.h"

namespace droplet {

/// A formula as a graph: what stands in it twice is one node. Each function returns the index of the node
/// that has that value, in the simplest form it knows; operands are made before what uses them.
class FormulaGraph {
 public:
    using Number = std::complex<double>;
    enum class Kind { input, constant, operation };

    struct Node {
        Kind kind = Kind::input;
        FormulaOp op = FormulaOp::copy;
        int a = -1, b = -1, c = -1;  ///< of an input, a is its register
        std::int32_t whole = 0;
        Number value;
        bool real = false;  ///< only the real part means something
        bool operator==(const Node&) const = default;
    };

    int input(int reg);
    int constant(Number value);
    int add(int a, int b);
    int subtract(int a, int b);
    int multiply(int a, int b);
    int divide(int a, int b);
    int negate(int a);
    int power(int a, int b);
    int call(FormulaOp function, int a);

    const Node& operator[](int node) const { return nodes_[static_cast<std::size_t>(node)]; }
    int size() const { return static_cast<int>(nodes_.size()); }
    bool is_constant(int node) const { return (*this)[node].kind == Kind::constant; }

 private:
    /// x · factor, where a node is that with a constant factor; else the node itself · 1.
    struct Product {
        int x;
        Number factor;
    };

    int node(Node node);
    int operation(FormulaOp op, int a, int b = -1, std::int32_t whole = 0, bool real = false);
    Product product(int a) const;
    int times(int a, Number factor);
    int reciprocal(int a);
    int whole_power(int a, std::int32_t exponent);
    int join(int a, int b);
    bool is(int node, FormulaOp op) const;
    bool real(int node) const { return (*this)[node].real; }
    Number value(int node) const { return (*this)[node].value; }

    std::vector<Node> nodes_;
};

/// The program whose result is `root`. Throws FormulaError, of the whole text of `length` bytes, where it
/// needs more instructions, constants or registers than there are.
FormulaProgram formula_code(const FormulaGraph& graph, int root, std::size_t length);

}  // namespace droplet
