#pragma once
#include <doctest/doctest.h>

#include <cmath>

#include "model/image.h"

namespace droplet::test {

/// The largest difference of two values, alpha left out; no number where one of them is none. Different
/// shapes are a failure.
inline double largest_difference(const Image& a, const Image& b) {
    REQUIRE(a.size() == b.size());
    REQUIRE(a.channels() == b.channels());
    double largest = 0;
    for (int c = 0; c < a.channels(); ++c)
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x) {
                const double difference = std::fabs(static_cast<double>(a.plane(c).row(y)[x]) -
                                                    static_cast<double>(b.plane(c).row(y)[x]));
                if (std::isnan(difference) || difference > largest) largest = difference;
            }
    return largest;
}

}  // namespace droplet::test
