#pragma once
#include <doctest/doctest.h>

#include <random>
#include <string>

#include "model/error.h"

namespace droplet::test {

/// Reads `whole` with one to three bytes changed, 3000 times: each is refused in one line, or read as what
/// can be written and read again. `read` makes a value of a text, `write` a text of a value.
template <typename Read, typename Write>
void check_changed_bytes(const std::string& whole, unsigned seed, const Read& read, const Write& write) {
    std::mt19937 random(seed);
    int accepted = 0, refused = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string text = whole;
        for (int n = 0; n < 1 + i % 3; ++n)
            text[random() % text.size()] = "0123456789eE+-.,[]{}\":x\xff"[random() % 24];
        try {
            const auto value = read(text);
            ++accepted;
            REQUIRE(read(write(value)) == value);
        } catch (const Error& error) {
            ++refused;
            REQUIRE(std::string(error.what()).find('\n') == std::string::npos);
        }
    }
    CHECK(accepted > 100);
    CHECK(refused > 300);
}

}  // namespace droplet::test
