// A typed recurrence on batches of vectors, once per instruction set: each instruction runs over a whole
// batch, so that what it takes to read it hardly counts. Include after <hwy/highway.h>.
#if defined(DROPLET_CPU_FORMULA_BATCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_FORMULA_BATCH_INL_H
#undef DROPLET_CPU_FORMULA_BATCH_INL_H
#else
#define DROPLET_CPU_FORMULA_BATCH_INL_H
#endif

// The primitives stand before the formulas that use them.
#include "compute/cpu/formula_numbers-inl.h"
#include "hwy/highway.h"
#include "math/formula.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

/// How a batch of M vectors is made of single ones.
template <class R>
struct Single;
template <class T, int M>
struct Single<Numbers<T, M>> {
    static constexpr int count = M;
    using Type = Numbers<T, 1>;
    static HWY_INLINE Type get(const Numbers<T, M>& all, int i) {
        Type one;
        one.v[0] = all.v[i];
        return one;
    }
    static HWY_INLINE void set(Numbers<T, M>& all, int i, const Type& one) { all.v[i] = one.v[0]; }
};
template <class R>
struct Single<DoubleDouble<R>> {
    static constexpr int count = Single<R>::count;
    using Type = DoubleDouble<typename Single<R>::Type>;
    static HWY_INLINE Type get(const DoubleDouble<R>& all, int i) {
        return {Single<R>::get(all.high, i), Single<R>::get(all.low, i)};
    }
    static HWY_INLINE void set(DoubleDouble<R>& all, int i, const Type& one) {
        Single<R>::set(all.high, i, one.high);
        Single<R>::set(all.low, i, one.low);
    }
};
template <class R>
struct Single<Complex<R>> {
    static constexpr int count = Single<R>::count;
    using Type = Complex<typename Single<R>::Type>;
    static HWY_INLINE Type get(const Complex<R>& all, int i) {
        return {Single<R>::get(all.re, i), Single<R>::get(all.im, i)};
    }
    static HWY_INLINE void set(Complex<R>& all, int i, const Type& one) {
        Single<R>::set(all.re, i, one.re);
        Single<R>::set(all.im, i, one.im);
    }
};
template <class R>
struct Single<Jet<R>> {
    static constexpr int count = Single<R>::count;
    using Type = Jet<typename Single<R>::Type>;
    static HWY_INLINE Type get(const Jet<R>& all, int i) {
        return {Single<Complex<R>>::get(all.value, i), Single<Complex<R>>::get(all.slope, i)};
    }
    static HWY_INLINE void set(Jet<R>& all, int i, const Type& one) {
        Single<Complex<R>>::set(all.value, i, one.value);
        Single<Complex<R>>::set(all.slope, i, one.slope);
    }
};

/// Registers and constants, one after the other, so that an operand is an index; each is M values V, of
/// single vectors.
template <class V, int M>
struct FormulaBlock {
    V values[FormulaProgram::registers + FormulaProgram::most_constants][M];

    HWY_INLINE void fill(int operand, const V& value) {
        for (V& each : values[operand]) each = value;
    }
};

/// Found in place of math/formula.h's: an instruction runs over the block, whose values do not wait for each
/// other.
template <FormulaOp op, class V, int M>
HWY_INLINE void run_step(const FormulaInstruction& step, FormulaBlock<V, M>& block) {
    const V *const a = block.values[step.a], *const b = block.values[step.b], *const c = block.values[step.c];
    V* const target = block.values[step.target];
    for (int i = 0; i < M; ++i) target[i] = result_of<op>(step, a[i], b[i], c[i]);
}

/// Not inlined: there is one interpreter for all colourings.
template <class V, int M>
HWY_NOINLINE void run_block(const FormulaProgram& program, FormulaBlock<V, M>& block) {
    run_steps(program, block);
}

template <class R>
HWY_INLINE Complex<R> as_value(const Complex<R>& a, Complex<R>*) {
    return a;
}
/// What is the same for all points has no slope.
template <class R>
HWY_INLINE Jet<R> as_value(const Complex<R>& a, Jet<R>*) {
    return {a, real_number(number_of<R>(0))};
}

/// z -> f(z, c, k) for batches of points, V = Complex<R> or Jet<R>, one after the other.
template <class R, class V = Complex<R>>
class FormulaBatch {
    using One = typename Single<V>::Type;
    using Real = typename Single<R>::Type;
    static constexpr int vectors = Single<V>::count;

 public:
    explicit HWY_INLINE FormulaBatch(const FormulaProgram& program) : program_(program) {
        // The last instruction, which nothing but the result comes from, writes the next z where z was.
        program_.instructions[program_.count - 1].target = FormulaProgram::z;
        program_.result = FormulaProgram::z;
        for (int i = 0; i < program.constant_count; ++i)
            block_.fill(FormulaProgram::registers + i, shared(complex_number<Real>(program.constants[i])));
    }

    HWY_INLINE void set_c(const V& c) { put(FormulaProgram::c, c); }
    HWY_INLINE void set_z(const V& z) { put(FormulaProgram::z, z); }
    /// Makes z the one that comes after `iterations` others, and returns it.
    HWY_INLINE V advance(int iterations) {
        if (program_.uses_k) block_.fill(FormulaProgram::k, shared(real_number(number_of<Real>(iterations))));
        run_block(program_, block_);
        V result;
        for (int i = 0; i < vectors; ++i) Single<V>::set(result, i, block_.values[FormulaProgram::z][i]);
        return result;
    }

 private:
    static HWY_INLINE One shared(const Complex<Real>& value) {
        One* const kind = nullptr;
        return as_value(value, kind);
    }
    HWY_INLINE void put(int reg, const V& value) {
        for (int i = 0; i < vectors; ++i) block_.values[reg][i] = Single<V>::get(value, i);
    }

    FormulaProgram program_;
    FormulaBlock<One, vectors> block_;
};

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
