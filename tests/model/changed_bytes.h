#pragma once
#include <doctest/doctest.h>

#include <random>
#include <string>

#include "model/error.h"

namespace droplet::test {

struct ChangedBytes {
    int read = 0, refused = 0;
};

/// Reads `whole` with one to three bytes changed, so many times: each is refused in one line, or `read`,
/// which checks what came of it.
template <typename Read>
ChangedBytes read_changed_bytes(const std::string& whole, unsigned seed, int times, const Read& read) {
    std::mt19937 random(seed);
    ChangedBytes count;
    for (int i = 0; i < times; ++i) {
        std::string text = whole;
        for (int n = 0; n < 1 + i % 3; ++n)
            text[random() % text.size()] = "0123456789eE+-.,[]{}\":x\xff"[random() % 24];
        try {
            read(text);
            ++count.read;
        } catch (const Error& error) {
            ++count.refused;
            REQUIRE(std::string(error.what()).find('\n') == std::string::npos);
        }
    }
    return count;
}

/// The same, 3000 times, of texts whose values can be written and read again.
template <typename Parse, typename Write>
void check_changed_bytes(const std::string& whole, unsigned seed, const Parse& parse, const Write& write) {
    const ChangedBytes count = read_changed_bytes(whole, seed, 3000, [&](const std::string& text) {
        const auto value = parse(text);
        REQUIRE(parse(write(value)) == value);
    });
    CHECK(count.read > 100);
    CHECK(count.refused > 300);
}

}  // namespace droplet::test
