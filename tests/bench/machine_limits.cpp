#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/machine_limits.cpp"
#include "hwy/cache_control.h"
#include "hwy/foreach_target.h"  // before highway.h
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet::bench::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t accumulators = 12;  // enough to hide the latency, few enough for 16 registers
constexpr std::size_t fma_repeats = 4'000'000;

void copy_share(const float* HWY_RESTRICT from, float* HWY_RESTRICT to, std::size_t count,
                bool non_temporal) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t i = 0; i + lanes <= count; i += lanes) {
        if (non_temporal) {
            hn::Stream(hn::Load(d, from + i), d, to + i);
        } else {
            hn::Store(hn::Load(d, from + i), d, to + i);
        }
        // Keeps the compiler from making memcpy of the loop, which chooses its stores by itself.
        asm volatile("" ::: "memory");
    }
    if (non_temporal) hwy::FlushStream();
}

float fma_share() {
    const hn::ScalableTag<float> d;
    const auto factor = hn::Set(d, 0.999f);
    const auto term = hn::Set(d, 0.001f);
    auto a0 = hn::Iota(d, 0.0f), a1 = hn::Iota(d, 1.0f), a2 = hn::Iota(d, 2.0f), a3 = hn::Iota(d, 3.0f);
    auto a4 = hn::Iota(d, 4.0f), a5 = hn::Iota(d, 5.0f), a6 = hn::Iota(d, 6.0f), a7 = hn::Iota(d, 7.0f);
    auto a8 = hn::Iota(d, 8.0f), a9 = hn::Iota(d, 9.0f), a10 = hn::Iota(d, 10.0f), a11 = hn::Iota(d, 11.0f);
    for (std::size_t i = 0; i < fma_repeats; ++i) {
        a0 = hn::MulAdd(a0, factor, term);
        a1 = hn::MulAdd(a1, factor, term);
        a2 = hn::MulAdd(a2, factor, term);
        a3 = hn::MulAdd(a3, factor, term);
        a4 = hn::MulAdd(a4, factor, term);
        a5 = hn::MulAdd(a5, factor, term);
        a6 = hn::MulAdd(a6, factor, term);
        a7 = hn::MulAdd(a7, factor, term);
        a8 = hn::MulAdd(a8, factor, term);
        a9 = hn::MulAdd(a9, factor, term);
        a10 = hn::MulAdd(a10, factor, term);
        a11 = hn::MulAdd(a11, factor, term);
    }
    const auto sum = hn::Add(
        hn::Add(hn::Add(a0, a1), hn::Add(a2, a3)),
        hn::Add(hn::Add(hn::Add(a4, a5), hn::Add(a6, a7)), hn::Add(hn::Add(a8, a9), hn::Add(a10, a11))));
    return hn::GetLane(hn::SumOfLanes(d, sum));
}

double fma_share_operations() {
    return 2.0 * accumulators * fma_repeats * static_cast<double>(hn::Lanes(hn::ScalableTag<float>()));
}

}  // namespace droplet::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>
#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

#include "bench/machine_limits.h"

namespace droplet::bench {
namespace {

HWY_EXPORT(copy_share);
HWY_EXPORT(fma_share);
HWY_EXPORT(fma_share_operations);

constexpr std::size_t alignment = 4096;

template <class Work>
void on_threads(int threads, Work work) {
    std::vector<std::jthread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back([&work, i] { work(i); });
    work(0);
}

float* allocate(std::size_t floats) {
    const std::size_t bytes = (floats * sizeof(float) + alignment - 1) / alignment * alignment;
    auto* p = static_cast<float*>(std::aligned_alloc(alignment, bytes));
    if (p == nullptr) throw std::bad_alloc();
    for (std::size_t i = 0; i < floats; ++i) p[i] = static_cast<float>(i % 251);
    return p;
}

void copy_all(const float* from, float* to, std::size_t floats, int threads, bool non_temporal) {
    const std::size_t share = (floats / static_cast<std::size_t>(threads)) / 1024 * 1024;
    on_threads(threads, [=](int i) {
        const std::size_t begin = share * static_cast<std::size_t>(i);
        const std::size_t count = i + 1 == threads ? floats - begin : share;
        HWY_DYNAMIC_DISPATCH(copy_share)(from + begin, to + begin, count, non_temporal);
    });
}

}  // namespace

CopyProbe::CopyProbe(std::size_t floats, int threads)
    : floats_(floats / 1024 * 1024),
      threads_(std::max(1, threads)),
      source_(allocate(floats_)),
      target_(allocate(floats_)) {}

CopyProbe::~CopyProbe() {
    std::free(source_);
    std::free(target_);
}

void CopyProbe::copy() {
    copy_all(source_, target_, floats_, threads_, false);
}
void CopyProbe::copy_non_temporal() {
    copy_all(source_, target_, floats_, threads_, true);
}

double fma_burst_operations() {
    return HWY_DYNAMIC_DISPATCH(fma_share_operations)();
}

void fma_burst(int threads) {
    on_threads(threads,
               [](int) { [[maybe_unused]] volatile float kept = HWY_DYNAMIC_DISPATCH(fma_share)(); });
}

}  // namespace droplet::bench
#endif  // HWY_ONCE
