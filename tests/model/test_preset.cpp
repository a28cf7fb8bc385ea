#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>

#include "model/builtin_presets.h"
#include "model/error.h"
#include "model/json_fields.h"
#include "model/operator_json.h"
#include "model/precise.h"
#include "model/preset.h"
#include "tests/model/changed_bytes.h"
#include "tests/model/random_settings.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::string refusal(const std::string& json, Fault fault) {
    try {
        parse_preset(json, "p.json");
    } catch (const Error& error) {
        CHECK(error.fault() == fault);
        const std::string message = error.what();
        CHECK(message.find('\n') == std::string::npos);
        CHECK(message.starts_with("p.json: "));
        CHECK(message.size() < 300);
        return message;
    }
    return "accepted";
}

std::string with_diffusion(const std::string& settings) {
    return R"({"droplet": "preset", "diffusion": {)" + settings + "}}";
}

std::string with_learning(const std::string& settings) {
    return R"({"droplet": "preset", "learning": {)" + settings + "}}";
}

struct Whole {
    int steps = 7;
    bool loop = false;
};

}  // namespace

namespace droplet {
template <>
struct Schema<Whole> {
    static constexpr std::string_view group = "whole";
    [[maybe_unused]] static constexpr std::string_view title = "Whole numbers";
    static constexpr std::tuple fields{
        Field{&Whole::steps, "steps", "Steps", "How many.", Range{-5, 100}, Range{1, 10}},
        Field{&Whole::loop, "loop", "Loop", "Whether to loop."},
    };
};
}  // namespace droplet

TEST_CASE("a preset written and read again is the same preset, whatever its values") {
    std::mt19937 random(7);
    for (int i = 0; i < 1000; ++i) {
        Preset preset;
        preset.process = static_cast<Process>(i % 3);
        preset.diffusion = random_params<DiffusionParams>(random);
        preset.learning = random_params<LearningParams>(random);
        preset.fractal = random_params<FractalParams>(random);
        if (i % 2) preset.custom_operator = random_weights(random, i % 4 == 1 ? 1 : 3);
        REQUIRE(parse_preset(preset_text(preset), "p.json") == preset);
    }
}

TEST_CASE("a preset's text has the documented keys, and numbers as short as they were typed") {
    Preset preset;
    CHECK(preset_text(preset).starts_with(R"({
    "droplet": "preset",
    "version": 1,
    "source": "picture",
    "process": "diffuse",
    "diffusion": {
        "k": 0.05,
        "rate": 0.2,
        "conductance": "exponential",
        "coupling": "channel"
    },
    "learning": {
        "learning": true,
        "k": 0.2,
        "rate": 0.2,
        "conductance": "exponential",
        "learning-rate": 2e-06,
)"));
    CHECK(preset_text(preset).ends_with("\"formula\": \"-i/(pi*z^7) + c\"\n}\n"));
    CHECK(preset_text(preset).find("\"operator\"") == std::string::npos);
    preset.custom_operator = start_operator(StartOperator::laplace, 1, 0);
    CHECK(preset_text(preset).ends_with(R"("formula": "-i/(pi*z^7) + c",
    "operator": {
        "shape": [1, 1, 3, 3],
        "weights": [
            [
                [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
            ]
        ]
    }
}
)"));
}

TEST_CASE("the built-in presets can be written and read") {
    for (const BuiltinPreset& builtin : builtin_presets()) {
        CAPTURE(builtin.key);
        CHECK(parse_preset(preset_text(builtin.preset), "p.json") == builtin.preset);
    }
}

TEST_CASE("a preset that is older than learning is read, with learning's defaults") {
    const Preset preset = parse_preset(R"({"droplet": "preset", "version": 1, "process": "diffuse",
        "diffusion": {"k": 0.3, "rate": 0.1, "conductance": "tukey", "coupling": "vector"}})",
                                       "p.json");
    CHECK(preset.diffusion ==
          DiffusionParams{
              .k = 0.3f, .rate = 0.1f, .conductance = Conductance::tukey, .coupling = Coupling::vector});
    CHECK(preset.learning == LearningParams{});
    CHECK(preset.custom_operator.channels == 0);
}

TEST_CASE("a preset of version 1 as learning first wrote it is read, with the defaults of what is newer") {
    const Preset preset = parse_preset(R"({
    "droplet": "preset",
    "version": 1,
    "process": "learn",
    "diffusion": {
        "k": 0.05,
        "rate": 0.2,
        "conductance": "exponential",
        "coupling": "channel"
    },
    "learning": {
        "learning": true,
        "k": 0.31,
        "rate": 0.2,
        "conductance": "inverse",
        "learning-rate": 2e-06,
        "scale-learning-rate": true,
        "optimizer": "adam",
        "momentum": 0.9,
        "weight-decay": 0.0
    },
    "operator": {
        "shape": [1, 1, 3, 3],
        "weights": [
            [
                [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
            ]
        ]
    }
}
)",
                                       "p.json");
    Preset expected;
    expected.process = Process::learn;
    expected.learning.k = 0.31f;
    expected.learning.conductance = LearningConductance::inverse;
    expected.learning.learning_rate = 2e-6f;
    expected.learning.scale_learning_rate = true;
    expected.learning.optimizer = Optimizer::adam;
    expected.learning.momentum = 0.9f;
    expected.learning.weight_decay = 0;
    expected.custom_operator = start_operator(StartOperator::laplace, 1, 0);
    CHECK(preset == expected);
}

TEST_CASE("a capture is no preset, and its file is told what it is good for") {
    CHECK(refusal(R"({"droplet": "capture", "version": 1, "step": 3})", Fault::job) ==
          "p.json: is a capture and no preset; valid: open it in the window, or droplet render it");
}

TEST_CASE("an unknown key of any group is named with the nearest of that group") {
    const auto in_group = [](const std::string& group, const std::string& settings) {
        return refusal(R"({"droplet": "preset", ")" + group + "\": " + settings + "}", Fault::usage);
    };
    CHECK(in_group("learning", R"({"momentun": 1})") ==
          "p.json: learning.momentun: unknown key; nearest: momentum");
    CHECK(in_group("convolution", R"({"kernal": "sobel-x"})") ==
          "p.json: convolution.kernal: unknown key; nearest: kernel");
    CHECK(in_group("canny", R"({"sigmma": 1})") == "p.json: canny.sigmma: unknown key; nearest: sigma");
    CHECK(in_group("fractal", R"({"iteration": 1})") ==
          "p.json: fractal.iteration: unknown key; nearest: iterations");
    CHECK(in_group("video", R"({"video-fed": 1})") ==
          "p.json: video.video-fed: unknown key; nearest: video-feed");
    CHECK(in_group("operator", R"({"shap": 1})") == "p.json: operator.shap: unknown key; nearest: shape");
    CHECK(in_group("custom-kernel", R"({"wights": 1})") ==
          "p.json: custom-kernel.wights: unknown key; nearest: weights");
    CHECK(in_group("custom-palette", R"({"stop": []})") ==
          "p.json: custom-palette.stop: unknown key; nearest: stops");
    CHECK(in_group("animation", R"({"keyframe": []})") ==
          "p.json: animation.keyframe: unknown key; nearest: keyframes");
    CHECK(in_group("animation", R"({"tracks": [{"kei": "x"}]})") ==
          "p.json: animation.tracks[0].kei: unknown key; nearest: key");
}

TEST_CASE("keys that are missing keep their defaults") {
    CHECK(parse_preset(R"({"droplet": "preset"})", "p.json") == Preset{});
    const Preset preset = parse_preset(with_diffusion(R"("k": 1)"), "p.json");
    CHECK(preset.diffusion.k == 1.0f);
    CHECK(preset.diffusion.rate == DiffusionParams{}.rate);
}

TEST_CASE("an unknown key is named with the nearest valid one") {
    CHECK(refusal(with_diffusion(R"("conductence": "tukey")"), Fault::usage) ==
          "p.json: diffusion.conductence: unknown key; nearest: conductance");
    CHECK(refusal(with_diffusion(R"("gamma": 1)"), Fault::usage) ==
          "p.json: diffusion.gamma: unknown key; valid: k, rate, conductance, coupling");
    CHECK(refusal(R"({"droplet": "preset", "difusion": {}})", Fault::usage) ==
          "p.json: difusion: unknown key; nearest: diffusion");
}

TEST_CASE("a value of the wrong type or outside its limits is refused with the limits") {
    CHECK(refusal(with_diffusion(R"("k": 0)"), Fault::usage) ==
          "p.json: diffusion.k: 0 is out of range; valid: 1e-06 to 10");
    CHECK(refusal(with_diffusion(R"("rate": 0.3)"), Fault::usage) ==
          "p.json: diffusion.rate: 0.3 is out of range; valid: 0 to 0.25");
    for (const char* value : {"-1", "1e300", "-1e300", "\"0.1\"", "true", "null", "[0.1]", "{}"}) {
        CAPTURE(value);
        const std::string message = refusal(with_diffusion(std::string("\"k\": ") + value), Fault::usage);
        CHECK(message.starts_with("p.json: diffusion.k: "));
        CHECK(message.ends_with("; valid: 1e-06 to 10"));
    }
    CHECK(refusal(with_diffusion(R"("conductance": 1)"), Fault::usage) ==
          "p.json: diffusion.conductance: 1 is not valid; valid: exponential, rational, charbonnier, "
          "weickert, tukey");
    CHECK(refusal(R"({"droplet": "preset", "process": "lern"})", Fault::usage) ==
          "p.json: process: 'lern' is not valid; valid: none, diffuse, learn, convolve, edges");
    CHECK(refusal(with_learning(R"("passes": 3)"), Fault::usage) ==
          "p.json: learning.passes: 3 is out of range; valid: 1 to 2");
    CHECK(refusal(with_learning(R"("freeze": 0)"), Fault::usage) ==
          "p.json: learning.freeze: 0 is not valid; valid: true, false");
    CHECK(refusal(R"({"droplet": "preset", "operator": [[0]]})", Fault::usage) ==
          "p.json: operator: a list is not valid; valid: {\"shape\": …, \"weights\": …}");
    CHECK(refusal(R"({"droplet": "preset", "operator": {"shape": [1, 1, 3, 3]}})", Fault::usage)
              .starts_with("p.json: operator.weights: is missing; "));
    CHECK(refusal(R"({"droplet": "preset", "diffusion": 3})", Fault::usage) ==
          "p.json: diffusion: 3 is not valid; valid: an object of settings");
}

TEST_CASE("what is no preset is refused in one line") {
    const std::string deep = std::string(200000, '[');
    const std::string deep_object = [] {
        std::string text;
        for (int i = 0; i < 100000; ++i) text += "{\"a\":";
        return text;
    }();
    const std::string many_keys = [] {
        std::string text = "{\"droplet\": \"preset\"";
        for (int i = 0; i < 300'000; ++i) text += ", \"" + std::to_string(i) + "\": 0";
        return text + "}";
    }();
    for (const std::string& text : {std::string(),
                                    std::string("{"),
                                    std::string("null"),
                                    std::string("[]"),
                                    std::string("3"),
                                    deep,
                                    deep_object,
                                    std::string(R"({"droplet": 3})"),
                                    std::string(R"({"a": 1})"),
                                    std::string("{\"droplet\": NaN}"),
                                    std::string("{\"droplet\": \"preset\"} {}"),
                                    std::string("\x89PNG\r\n\x1a\n"),
                                    std::string("\xff\xfe{}"),
                                    std::string(R"({"droplet": "preset", "version": 2})"),
                                    std::string(R"({"droplet": "preset", "version": "1"})"),
                                    std::string(R"({"droplet": "preset", "version": -1})"),
                                    std::string(R"({"droplet": "preset", "droplet": "preset"})"),
                                    std::string(R"({"droplet": "preset", "diffusion": {"k": 1, "k": 2}})"),
                                    std::string(R"({"droplet": "preset", "diffusion": {"k": 1e999}})"),
                                    std::string("{\"a\0b\": 1}", 10),
                                    std::string("\0", 1),
                                    std::string("{\"droplet\": \"preset\"}\0", 22),
                                    std::string("\xff\xfe{\0}\0", 6),
                                    std::string("{\"droplet\": \"preset\", \"formula\": \"\xc3(\"}"),
                                    std::string(R"({"droplet": "preset", "diffusion": {"k": 1e400}})"),
                                    many_keys}) {
        CAPTURE(text.substr(0, 60));
        CHECK(refusal(text, Fault::job) != "accepted");
    }
    CHECK(refusal(with_diffusion("\"a\\nb\": 1"), Fault::usage) != "accepted");
    CHECK(refusal(with_diffusion("\"k\": 1000000000000000000000000000000"), Fault::usage) ==
          "p.json: diffusion.k: 1e+30 is out of range; valid: 1e-06 to 10");
    CHECK(refusal(with_learning("\"passes\": 1000000000000000000000000000000"), Fault::usage) ==
          "p.json: learning.passes: 1e+30 is not valid; valid: 1 to 2");
    CHECK(refusal(with_diffusion("\"" + std::string(100'000, 'x') + "\": 1"), Fault::usage) != "accepted");
    CHECK(refusal(with_diffusion("\"conductance\": \"" + std::string(100'000, 'x') + "\""), Fault::usage) !=
          "accepted");
    CHECK(parse_preset("\xef\xbb\xbf{\"droplet\": \"preset\"}", "p.json") == Preset{});
}

TEST_CASE("whole numbers in JSON keep within their type and their limits") {
    const auto read = [](const char* value) {
        Whole whole;
        std::string problem;
        read_fields(Json::parse(value), whole, "w", [&](const Error& error) { problem = error.what(); });
        CHECK((problem.empty() || whole.steps == 7));
        return problem.empty() ? whole.steps : -1000;
    };
    CHECK(read(R"({"steps": 100})") == 100);
    CHECK(read(R"({"steps": -5})") == -5);
    for (const char* value :
         {"101", "-6", "4294967297", "-4294967295", "18446744073709551615", "1.5", "\"3\"", "true"}) {
        CAPTURE(value);
        CHECK(read((std::string("{\"steps\": ") + value + "}").c_str()) == -1000);
    }
}

TEST_CASE("one bad key does not keep the others from being read, when the reader wants them") {
    Whole whole;
    int problems = 0;
    read_fields(Json::parse(R"({"steps": 900, "loop": true, "lop": 1})"), whole, "w",
                [&](const Error&) { ++problems; });
    CHECK(problems == 2);
    CHECK(whole.loop);
    CHECK(whole.steps == 7);
}

TEST_CASE(
    "a preset cut off anywhere, or with changed bytes, is refused in one line or read with valid values") {
    Preset preset;
    preset.process = Process::learn;
    preset.learning.start = StartOperator::custom;
    preset.custom_operator = start_operator(StartOperator::random, 3, 1);
    const std::string whole = preset_text(preset);
    for (std::size_t length = 0; length + 2 < whole.size(); ++length)
        CHECK(refusal(whole.substr(0, length), Fault::job) != "accepted");
    check_changed_bytes(
        whole, 13, [](const std::string& text) { return parse_preset(text, "p.json"); }, preset_text);
}
