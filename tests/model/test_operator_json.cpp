#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "model/error.h"
#include "model/operator_json.h"
#include "tests/model/changed_bytes.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::string refusal(const std::string& json, Fault fault = Fault::usage) {
    try {
        parse_operator(json, "w.json");
    } catch (const Error& error) {
        const std::string message = error.what();
        CHECK_MESSAGE(error.fault() == fault, message);
        CHECK(message.starts_with("w.json: "));
        CHECK(message.find('\n') == std::string::npos);
        CHECK(message.find("; ") != std::string::npos);
        CHECK(message.size() < 300);
        return message;
    }
    return "accepted";
}

std::string grey(const std::string& weights) {
    return R"({"shape": [1, 1, 3, 3], "weights": )" + weights + "}";
}

/// Bit by bit, so that -0 is not 0.
bool same_bits(const Operator& a, const Operator& b) {
    for (std::size_t i = 0; i < a.weights.size(); ++i)
        if (std::bit_cast<std::uint32_t>(a.weights[i]) != std::bit_cast<std::uint32_t>(b.weights[i]))
            return false;
    return a.channels == b.channels;
}

}  // namespace

TEST_CASE("the text of an operator has its shape and a line for each slice") {
    CHECK(operator_text(start_operator(StartOperator::scharr_x, 1, 0)) == R"({
    "shape": [1, 1, 3, 3],
    "weights": [
        [
            [[3, 0, -3], [10, 0, -10], [3, 0, -3]]
        ]
    ]
})");
    Operator colour{.channels = 3};
    for (int i = 0; i < colour.count(); ++i)
        colour.weights[static_cast<std::size_t>(i)] = 0.1f * static_cast<float>(i);
    const std::string text = operator_text(colour, 4);
    CHECK(text.starts_with("{\n        \"shape\": [3, 3, 3, 3],\n"));
    CHECK(text.ends_with("\n    }"));
    CHECK(text.find("[[0, 0.1, 0.2], [0.3, ") != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 3 + 3 * 5 + 1);
}

TEST_CASE("weights come back from the text in the same bits") {
    std::mt19937 random(3);
    for (int i = 0; i < 3000; ++i) {
        Operator op{.channels = i % 2 ? 1 : 3};
        for (int w = 0; w < op.count(); ++w) {
            float value = 0;
            do {
                value = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
            } while (!(std::abs(value) <= largest_weight));
            op.weights[static_cast<std::size_t>(w)] = value;
        }
        op.weights[0] = -0.0f;
        op.weights[1] = std::numeric_limits<float>::denorm_min();
        op.weights[2] = -largest_weight;
        REQUIRE(same_bits(parse_operator(operator_text(op), "w.json"), op));
    }
}

TEST_CASE("weights are read [out][in][dy][dx]") {
    const Operator op = parse_operator(R"({"weights": [
        [[[1,2,3],[4,5,6],[7,8,9]], [[11,12,13],[14,15,16],[17,18,19]], [[0,0,0],[0,0,0],[0,0,0]]],
        [[[21,22,23],[24,25,26],[27,28,29]], [[0,0,0],[0,0,0],[0,0,0]], [[0,0,0],[0,0,0],[0,0,0]]],
        [[[0,0,0],[0,0,0],[0,0,0]], [[0,0,0],[0,0,0],[0,0,0]], [[31,32,33],[34,35,36],[37,38,1e2]]]],
        "shape": [3, 3, 3, 3]})",
                                       "w.json");
    CHECK(op.channels == 3);
    for (std::size_t t = 0; t < 9; ++t) {
        CHECK(op.weights[t] == static_cast<float>(t + 1));
        CHECK(op.weights[9 + t] == static_cast<float>(t + 11));
        CHECK(op.weights[27 + t] == static_cast<float>(t + 21));
        CHECK(op.weights[72 + t] == (t == 8 ? 100.0f : static_cast<float>(t + 31)));
    }
}

TEST_CASE("what is wrong in an operator is told with its place") {
    CHECK(refusal(grey(R"([[[[1,2,3],[4,"x",6],[7,8,9]]]])")) ==
          "w.json: weights[0][0][1][1]: \"x\" is not a number; valid: -10000 to 10000");
    CHECK(refusal(grey("[[[[1,2,3],[4,5,6],[7,8,10001]]]]")) ==
          "w.json: weights[0][0][2][2]: 10001 is out of range; valid: -10000 to 10000");
    CHECK(refusal(grey("[[[[1,2,3],[4,5],[7,8,9]]]]")) ==
          "w.json: weights[0][0][1]: a list of 2 is not what the shape says; valid: a list of 3");
    CHECK(refusal(grey("[[[[1,2,3],5,[7,8,9]]]]")) ==
          "w.json: weights[0][0][1]: 5 is not what the shape says; valid: a list of 3");
    CHECK(refusal(grey("[1,2,3,4,5,6,7,8,9]")) ==
          "w.json: weights: a list of 9 is not what the shape says; valid: a list of 1");
    CHECK(refusal(grey("[[[[1,2,3],[4,5,6],[7,8,9]]],[]]")) ==
          "w.json: weights: a list of 2 is not what the shape says; valid: a list of 1");
    CHECK(refusal(grey("{}")).starts_with("w.json: weights: an object is not what the shape says; "));
    CHECK(refusal(R"({"shape": [1, 3, 3, 3], "weights": []})") ==
          "w.json: shape: [1,3,3,3] is not valid; valid: [1, 1, 3, 3] for grey, [3, 3, 3, 3] for colour");
    for (const char* shape : {"[]", "3", "null", "[3,3,3]", "[3,3,5,5]", "[2,2,3,3]", "[-1,-1,3,3]",
                              "\"3333\"", "[1,1,3,3,1]", "[[1],1,3,3]", "[true,true,3,3]"}) {
        CAPTURE(shape);
        CHECK(refusal(std::string(R"({"weights": [], "shape": )") + shape + "}")
                  .starts_with("w.json: shape: "));
    }
    CHECK(refusal("{}").starts_with("w.json: shape: is missing; valid: {"));
    CHECK(refusal(R"({"shape": [1, 1, 3, 3]})").starts_with("w.json: weights: is missing; "));
    CHECK(refusal(R"({"shape": [1, 1, 3, 3], "weigths": []})") ==
          "w.json: weigths: unknown key; nearest: weights");
    for (const char* weight :
         {"null", "true", "[1]", "{}", "1e300", "-1e300", "\"1\"", "18446744073709551615"}) {
        CAPTURE(weight);
        CHECK(refusal(grey(std::string("[[[[1,2,") + weight + "],[4,5,6],[7,8,9]]]]"))
                  .starts_with("w.json: weights[0][0][0][2]: "));
    }
}

TEST_CASE("what is no JSON object, or cut off anywhere, is refused in one line") {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("3"), std::string(200000, '['),
          grey("[[[[1e999]]]]"), grey("[[[[NaN]]]]"), grey(std::string(100000, '[')),
          std::string(R"({"shape": [1,1,3,3], "shape": [1,1,3,3]})"), std::string("\x89PNG\r\n\x1a\n")}) {
        CAPTURE(text.substr(0, 60));
        CHECK(refusal(text, Fault::job) != "accepted");
    }
    const std::string whole = operator_text(start_operator(StartOperator::random, 3, 1));
    REQUIRE(parse_operator(whole, "w.json").channels == 3);
    for (std::size_t length = 0; length < whole.size(); ++length)
        CHECK(refusal(whole.substr(0, length), Fault::job) != "accepted");
}

TEST_CASE("a text with changed bytes is refused in one line, or read with weights within their limits") {
    const std::string whole = operator_text(start_operator(StartOperator::random, 3, 1));
    const ChangedBytes count = read_changed_bytes(whole, 11, 5000, [](const std::string& text) {
        const Operator op = parse_operator(text, "w.json");
        for (const float weight : op.weights) REQUIRE(std::abs(weight) <= largest_weight);
    });
    CHECK(count.read > 500);
    CHECK(count.refused > 500);
}
