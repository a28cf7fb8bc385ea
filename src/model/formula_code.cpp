#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/formula_graph.h"

namespace droplet {
namespace {

constexpr int spare = FormulaProgram::registers - FormulaProgram::first_free;

/// Puts a graph's nodes in an order that needs few registers (R. Sethi and J. D. Ullman, "The generation of
/// optimal code for arithmetic expressions", 1970; exact for trees, good where nodes are shared).
class Coder {
 public:
    Coder(const FormulaGraph& graph, int root, std::size_t length) : length_(length) {
        for (int i = 0; i < graph.size(); ++i) nodes_.push_back(graph[i]);
        const auto size = nodes_.size();
        uses_.assign(size, 0);
        needs_.assign(size, 0);
        place_.assign(size, -1);
        count_uses(root);
        for (int i = 0; i <= root; ++i)
            if (uses(i) > 0) fuse(i);
        for (int i = 0; i <= root; ++i)
            if (uses(i) > 0) count_needs(i);
        const int result = emit(root);
        program_.result = result < FormulaProgram::registers && result >= FormulaProgram::first_free
                              ? result
                              : copied(result);
    }

    FormulaProgram program() const { return program_; }

 private:
    using Node = FormulaGraph::Node;
    using Kind = FormulaGraph::Kind;

    Node& node(int i) { return nodes_[static_cast<std::size_t>(i)]; }
    int& uses(int i) { return uses_[static_cast<std::size_t>(i)]; }
    int& needs(int i) { return needs_[static_cast<std::size_t>(i)]; }
    int& place(int i) { return place_[static_cast<std::size_t>(i)]; }

    /// Its operands; −1 where it has fewer.
    std::array<int, 3> operands(int i) {
        if (node(i).kind != Kind::operation) return {-1, -1, -1};
        return {node(i).a, node(i).b, node(i).c};
    }

    /// An operand stands before its user.
    void count_uses(int root) {
        uses(root) = 1;
        for (int i = root; i >= 0; --i) {
            if (uses(i) == 0) continue;
            for (const int operand : operands(i))
                if (operand >= 0) ++uses(operand);
        }
    }

    /// What an operation becomes where something is added to it; copy: nothing.
    static FormulaOp with_sum(FormulaOp op) {
        switch (op) {
            case FormulaOp::multiply:
                return FormulaOp::multiply_add;
            case FormulaOp::scale:
                return FormulaOp::scale_add;
            case FormulaOp::square:
                return FormulaOp::square_add;
            case FormulaOp::power:
                return FormulaOp::power_add;
            default:
                return FormulaOp::copy;
        }
    }

    /// A sum with a product or a power that nothing else needs becomes one operation with it.
    void fuse(int i) {
        Node& sum = node(i);
        if (sum.kind != Kind::operation || sum.op != FormulaOp::add) return;
        const auto fusible = [&](int operand) {
            const Node& n = node(operand);
            return n.kind == Kind::operation && uses(operand) == 1 && with_sum(n.op) != FormulaOp::copy;
        };
        if (fusible(sum.a)) std::swap(sum.a, sum.b);
        if (!fusible(sum.b)) return;
        const Node& product = node(sum.b);
        uses(sum.b) = 0;
        sum.c = sum.a;
        sum.op = with_sum(product.op);
        sum.whole = product.whole;
        sum.a = product.a;
        sum.b = product.b;
    }

    /// Its operands, those that need most registers first: while they are made, nothing else is held.
    std::array<int, 3> order(int i) {
        std::array<int, 3> result = operands(i);
        std::stable_sort(result.begin(), result.end(),
                         [&](int a, int b) { return (a < 0 ? -1 : needs(a)) > (b < 0 ? -1 : needs(b)); });
        return result;
    }

    void count_needs(int i) {
        if (node(i).kind != Kind::operation) return;
        int held = 0;
        needs(i) = 1;
        for (const int operand : order(i)) {
            if (operand < 0 || needs(operand) == 0) continue;
            needs(i) = std::max(needs(i), needs(operand) + held++);
        }
    }

    /// Where the node's value is, once the instructions so far have run.
    int emit(int i) {
        if (place(i) >= 0) return place(i);
        const Node n = node(i);
        if (n.kind == Kind::input) {
            program_.uses_k = program_.uses_k || n.a == FormulaProgram::k;
            return place(i) = n.a;
        }
        if (n.kind == Kind::constant) return place(i) = new_constant(n.value);
        for (const int operand : order(i))
            if (operand >= 0) emit(operand);
        FormulaInstruction instruction{.op = n.op, .whole = n.whole};
        if (n.a >= 0) instruction.a = operand(n.a);
        if (n.b >= 0) instruction.b = operand(n.b);
        if (n.c >= 0) instruction.c = operand(n.c);
        for (const int used : operands(i))
            if (used >= 0) release(used);
        return place(i) = append(instruction);
    }

    std::uint8_t operand(int i) { return static_cast<std::uint8_t>(place(i)); }

    void release(int i) {
        if (--uses(i) > 0 || node(i).kind != Kind::operation) return;
        taken_[static_cast<std::size_t>(place(i) - FormulaProgram::first_free)] = false;
    }

    int append(FormulaInstruction instruction) {
        if (program_.count == FormulaProgram::most_instructions)
            refuse(fmt::format("needs more than {} operations; valid: fewer",
                               FormulaProgram::most_instructions));
        const auto free = std::find(taken_.begin(), taken_.end(), false);
        if (free == taken_.end())
            refuse(fmt::format("needs more than {} values at a time; valid: less nested", spare));
        *free = true;
        const auto target = free - taken_.begin() + FormulaProgram::first_free;
        instruction.target = static_cast<std::uint8_t>(target);
        program_.instructions[program_.count++] = instruction;
        return static_cast<int>(target);
    }

    int copied(int from) { return append({.op = FormulaOp::copy, .a = static_cast<std::uint8_t>(from)}); }

    int new_constant(std::complex<double> value) {
        if (program_.constant_count == FormulaProgram::most_constants)
            refuse(fmt::format("needs more than {} different numbers; valid: fewer",
                               FormulaProgram::most_constants));
        program_.constants[program_.constant_count] = {value.real(), value.imag()};
        return FormulaProgram::registers + program_.constant_count++;
    }

    [[noreturn]] void refuse(const std::string& problem) const { throw FormulaError(0, length_, problem); }

    std::size_t length_;
    std::vector<Node> nodes_;
    std::vector<int> uses_, needs_, place_;
    std::array<bool, spare> taken_{};
    FormulaProgram program_;
};

}  // namespace

FormulaProgram formula_code(const FormulaGraph& graph, int root, std::size_t length) {
    return Coder(graph, root, length).program();
}

}  // namespace droplet
