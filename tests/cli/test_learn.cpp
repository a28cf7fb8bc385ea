#include <doctest/doctest.h>

#include <signal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "cli/learning.h"
#include "cli/program.h"
#include "media/image_io.h"
#include "media/operator_file.h"
#include "media/preset_file.h"
#include "media/test_picture.h"
#include "model/builtin_presets.h"
#include "model/json_fields.h"
#include "session/session.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

using Rows = std::vector<std::vector<double>>;

/// The rows of a loss log; its header is checked.
Rows log_rows(const std::string& path) {
    std::istringstream text(read_text(path));
    std::string line;
    std::getline(text, line);
    CHECK(line == "step,fidelity,edge,intensity,total,learning_rate");
    Rows rows;
    while (std::getline(text, line)) {
        rows.emplace_back();
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(std::stod(cell));
        REQUIRE(rows.back().size() == 6);
    }
    return rows;
}

Json golden(const std::string& name) {
    return Json::parse(read_text(DROPLET_GOLDEN_DIR "/" + name));
}

/// The picture that a golden file starts from.
Image golden_picture(const Json& file) {
    const int channels = file["shape"][0], height = file["shape"][1], width = file["shape"][2];
    Image image({width, height}, channels);
    std::size_t i = 0;
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.plane(c).row(y)[x] = file["pixels_8bit"][i++].get<float>() / 255.0f;
    return image;
}

}  // namespace

TEST_CASE("the program learns what the golden numbers say: picture, operator and losses") {
    for (const char* name : {"learn_grey.json", "learn_rgb.json"}) {
        CAPTURE(name);
        const Json file = golden(name);
        const TemporaryFolder folder;
        write_image(golden_picture(file), folder / "in.pfm");
        for (const Json& state : file["states"]) {
            const int steps = state["step"];
            CAPTURE(steps);
            const Outcome outcome =
                learn(folder / "in.pfm", folder / "out.pfm", steps,
                      {"--k", file["k"].dump(), "--rate", file["rate"].dump(), "--learning-rate",
                       file["learning_rate"].dump(), "--no-scale-learning-rate", "--schedule-period", "0",
                       "--operator-out", folder / "w.json", "--log", folder / "l.csv"});
            REQUIRE(outcome.err.empty());
            const Image picture = read_image(folder / "out.pfm");
            double worst = 0;
            std::size_t i = 0;
            for (int c = 0; c < picture.channels(); ++c)
                for (int y = 0; y < picture.height(); ++y)
                    for (int x = 0; x < picture.width(); ++x)
                        worst = std::max(worst, std::abs(double{picture.plane(c).row(y)[x]} -
                                                         state["image"][i++].get<double>()));
            CHECK(worst < 5e-5);
            const Operator op = read_operator(folder / "w.json");
            REQUIRE(op.count() == static_cast<int>(state["operator"].size()));
            for (std::size_t w = 0; w < state["operator"].size(); ++w)
                CHECK(std::abs(double{op.weights[w]} - state["operator"][w].get<double>()) < 5e-6);
            const Rows rows = log_rows(folder / "l.csv");
            REQUIRE(rows.size() == static_cast<std::size_t>(steps));
            CHECK(rows.back()[1] == doctest::Approx(state["fidelity"].get<double>()).epsilon(1e-3));
            CHECK(rows.back()[2] == doctest::Approx(state["edge"].get<double>()).epsilon(1e-4));
            CHECK(rows.back()[3] == doctest::Approx(state["intensity"].get<double>()).epsilon(1e-4));
        }
    }
}

TEST_CASE("the program learns the bits that the library does, and normalizes unless told not to") {
    const TemporaryFolder folder;
    Image input = make_test_picture({41, 29});
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 29; ++y)
            for (int x = 0; x < 41; ++x) input.plane(c).row(y)[x] = 0.2f + 0.5f * input.plane(c).row(y)[x];
    write_image(input, folder / "in.pfm");
    REQUIRE(learn(folder / "in.pfm", folder / "as-is.pfm", 12, {"--no-normalize"}).status == 0);
    REQUIRE(learn(folder / "in.pfm", folder / "normal.pfm", 12).status == 0);
    for (const bool normalized : {false, true}) {
        CAPTURE(normalized);
        Image source = input.clone();
        if (normalized) normalize(source);
        Session session(open_backend(BackendChoice::cpu, 1), 1);
        session.load(std::make_shared<const Image>(std::move(source)));
        SessionSettings settings;
        settings.preset.process = Process::learn;
        session.advance(settings, 12);
        write_image(session.download(), folder / "library.pfm");
        CHECK(read_text(folder / (normalized ? "normal.pfm" : "as-is.pfm")) ==
              read_text(folder / "library.pfm"));
    }
    CHECK(read_text(folder / "as-is.pfm") != read_text(folder / "normal.pfm"));
}

TEST_CASE("picture, operator and log are the same for any number of threads, and from run to run") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {257, 89});
    const auto run = [&](const std::string& threads) {
        REQUIRE(learn(folder / "in.pfm", folder / "o.pfm", 40,
                      {"--threads", threads, "--start", "random", "--seed", "5", "--operator-out",
                       folder / "w.json", "--log", folder / "l.csv"})
                    .status == 0);
        return read_text(folder / "o.pfm") + read_text(folder / "w.json") + read_text(folder / "l.csv");
    };
    const std::string one = run("1");
    CHECK(run("1") == one);
    CHECK(run("2") == one);
    CHECK(run("7") == one);
}

TEST_CASE("the log has a row a step whose terms add up, and the learning rate that was applied") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    REQUIRE(learn(folder / "in.png", folder / "o.png", 50,
                  {"--schedule-period", "20", "--schedule-phase", "10", "--schedule-decay", "0.5", "--log",
                   folder / "l.csv"})
                .status == 0);
    const Rows rows = log_rows(folder / "l.csv");
    REQUIRE(rows.size() == 50);
    LearningParams params;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::vector<double>& row = rows[i];
        CHECK(row[0] == static_cast<double>(i + 1));
        CHECK(row[4] == row[1] + row[2] + row[3]);
        // A restart at steps 10, 30 and 50 halves the rate of the steps after it.
        const float factor = i < 10 ? 1.0f : i < 30 ? 0.5f : 0.25f;
        CHECK(row[5] ==
              doctest::Approx(double{scaled_learning_rate(params, 41 * 29) * factor}).epsilon(1e-6));
        CHECK(row[2] > 0);
    }
    // Nothing is lost between portions of a long run, and the numbers are those of a short one.
    REQUIRE(learn(folder / "in.png", folder / "o.png", 5, {"--log", folder / "short.csv"}).status == 0);
    CHECK(read_text(folder / "l.csv").starts_with(read_text(folder / "short.csv")));
    write_input(folder / "tiny.png", {5, 4});
    REQUIRE(learn(folder / "tiny.png", folder / "o.png", 9000, {"--log", folder / "long.csv"}).status == 0);
    CHECK(log_rows(folder / "long.csv").size() == 9000);
    CHECK(log_rows(folder / "long.csv").back()[0] == 9000);
}

TEST_CASE("an operator that was written is the one to start from, and stays when nothing learns") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    REQUIRE(learn(folder / "in.pfm", folder / "o.pfm", 30,
                  {"--operator-out", folder / "w.json", "--learning-rate", "1e-4"})
                .status == 0);
    const auto diffuse = [&](const std::string& out, std::vector<std::string> more) {
        more.insert(more.end(), {"--operator", folder / "w.json", "--operator-out", folder / "again.json"});
        REQUIRE(learn(folder / "in.pfm", folder / out, 10, more).status == 0);
        return read_text(folder / "again.json");
    };
    const std::string learned = read_text(folder / "w.json");
    CHECK(diffuse("fixed.pfm", {"--learning-rate", "0"}) == learned);
    CHECK(diffuse("off.pfm", {"--no-learning"}) == learned);
    CHECK(diffuse("frozen.pfm", {"--freeze", "--start", "custom"}) == learned);
    CHECK(diffuse("learning.pfm", {}) != learned);
    CHECK(read_text(folder / "fixed.pfm") == read_text(folder / "off.pfm"));
    REQUIRE(learn(folder / "in.pfm", folder / "laplace.pfm", 10, {"--no-learning"}).status == 0);
    CHECK(read_text(folder / "fixed.pfm") != read_text(folder / "laplace.pfm"));
    // No step at all: the operator is the start.
    REQUIRE(learn(folder / "in.pfm", folder / "o.pfm", 0,
                  {"--start", "random", "--seed", "9", "--operator-out", folder / "r.json"})
                .status == 0);
    CHECK(read_operator(folder / "r.json") == start_operator(StartOperator::random, 3, 9));
}

TEST_CASE("a preset may bring the operator, and a flag comes after the preset") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    Preset preset;
    preset.process = Process::learn;
    preset.learning.start = StartOperator::custom;
    preset.learning.rate = 0.05f;
    preset.custom_operator = start_operator(StartOperator::random, 3, 3);
    write_preset(preset, folder / "p.json");
    const auto result = [&](const std::vector<std::string>& more) {
        REQUIRE(learn(folder / "in.pfm", folder / "o.pfm", 8, more).status == 0);
        return read_text(folder / "o.pfm");
    };
    const std::string by_preset = result({"--preset", folder / "p.json"});
    CHECK(by_preset == result({"--rate", "0.05", "--start", "random", "--seed", "3"}));
    CHECK(result({"--preset", folder / "p.json", "--rate", "0.1"}) ==
          result({"--rate", "0.1", "--start", "random", "--seed", "3"}));
    CHECK(result({"--preset", folder / "p.json", "--start", "laplace"}) == result({"--rate", "0.05"}));
    CHECK(result({"--preset", "art-with-math"}) == result({}));
}

TEST_CASE("every built-in preset for a picture runs by its key, in the command of its process") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {16, 12});
    for (const BuiltinPreset& builtin : builtin_presets()) {
        if (builtin.sets_source) continue;
        CAPTURE(builtin.key);
        const Outcome outcome =
            run_droplet({std::string(enum_name(builtin.preset.process)), folder / "in.png", "-o",
                         folder / "o.png", "--steps", "2", "--preset", std::string(builtin.key)});
        CHECK(outcome.status == 0);
        CHECK(outcome.err.empty());
    }
}

TEST_CASE("a built-in preset that makes its own picture is refused where one is given") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {16, 12});
    const Outcome outcome = run_droplet(
        {"learn", folder / "in.png", "-o", folder / "o.png", "--steps", "2", "--preset", "fractal-learns"});
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("valid: droplet fractal --preset fractal-learns") != std::string::npos);
}

TEST_CASE("every parameter of learning changes the result") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {31, 23});
    const auto result = [&](std::vector<std::string> more) {
        more.insert(more.end(), {"--schedule-period=6", "--operator-out", folder / "w.json"});
        if (std::find(more.begin(), more.end(), "--schedule-phase") == more.end())
            more.push_back("--schedule-phase=4");
        REQUIRE(learn(folder / "in.pfm", folder / "o.pfm", 20, more).status == 0);
        return read_text(folder / "o.pfm") + read_text(folder / "w.json");
    };
    const std::string plain = result({});
    const std::vector<std::vector<std::string>> changes{{"--no-learning"},
                                                        {"--k", "0.3"},
                                                        {"--rate", "0.1"},
                                                        {"--conductance", "inverse"},
                                                        {"--learning-rate", "1e-6"},
                                                        {"--no-scale-learning-rate"},
                                                        {"--optimizer", "adam"},
                                                        {"--momentum", "0.5"},
                                                        {"--weight-decay", "1"},
                                                        {"--freeze"},
                                                        {"--loss", "video"},
                                                        {"--fidelity", "3"},
                                                        {"--edge", "-1"},
                                                        {"--intensity", "0"},
                                                        {"--target", "previous"},
                                                        {"--target", "grey"},
                                                        {"--start", "scharr-x"},
                                                        {"--start", "random"},
                                                        {"--symmetry", "mirror"},
                                                        {"--zero-sum"},
                                                        {"--schedule-phase", "2"},
                                                        {"--schedule-mix", "0.1"},
                                                        {"--schedule-decay", "0.1"},
                                                        {"--passes", "2"},
                                                        {"--frame-mix", "0.2"}};
    for (const std::vector<std::string>& flags : changes) {
        CAPTURE(flags.front());
        CHECK(result(flags) != plain);
    }
    CHECK(result({"--start", "random", "--seed", "2"}) != result({"--start", "random"}));
    CHECK(result({"--frame-mix", "0.2", "--frame-rest", "2"}) != result({"--frame-mix", "0.2"}));
    CHECK(result({"--optimizer", "adam", "--second-momentum", "0.5"}) != result({"--optimizer", "adam"}));
    CHECK(result({"--seed", "2"}) == plain);
}

TEST_CASE("a sequence shows every so many steps, and log and operator go on to the last step") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    REQUIRE(learn(folder / "in.png", folder / "f-%03d.png", 8,
                  {"--every", "3", "--log", folder / "l.csv", "--operator-out", folder / "w.json"})
                .status == 0);
    CHECK(folder.names() == Names{"f-000.png", "f-001.png", "f-002.png", "in.png", "l.csv", "w.json"});
    CHECK(log_rows(folder / "l.csv").size() == 8);
    REQUIRE(learn(folder / "in.png", folder / "six.png", 6).status == 0);
    CHECK(read_text(folder / "six.png") == read_text(folder / "f-002.png"));
    REQUIRE(
        learn(folder / "in.png", folder / "eight.png", 8, {"--operator-out", folder / "w8.json"}).status ==
        0);
    CHECK(read_text(folder / "w8.json") == read_text(folder / "w.json"));
}

TEST_CASE("grey pictures learn 9 weights, and films are written") {
    const TemporaryFolder folder;
    const Image colour = make_test_picture({64, 48});
    Image grey(colour.size(), 1);
    for (int y = 0; y < 48; ++y) std::copy_n(colour.plane(1).row(y), 64, grey.plane(0).row(y));
    write_image(grey, folder / "grey.png");
    const Outcome outcome = learn(folder / "grey.png", folder / "f.mp4", 6,
                                  {"--every", "2", "--fps", "12", "--operator-out", folder / "w.json"});
    CHECK(outcome.err.empty());
    CHECK(outcome.status == 0);
    CHECK(read_operator(folder / "w.json").channels == 1);
    CHECK(read_text(folder / "f.mp4").find("moov") != std::string::npos);
    CHECK(folder.names() == Names{"f.mp4", "grey.png", "w.json"});
}

TEST_CASE("an operator that leaves all bounds is started again, and that is told at the end") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    const Outcome outcome = learn(folder / "in.png", folder / "o.png", 200,
                                  {"--learning-rate", "1", "--operator-out", folder / "w.json"});
    CHECK(outcome.status == 0);
    int times = 0;
    REQUIRE(std::sscanf(outcome.err.c_str(),
                        "droplet: the operator left all bounds and was started again %d time", &times) == 1);
    CHECK(times > 0);
    CHECK(times <= 200);
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    for (const float weight : read_operator(folder / "w.json").weights) CHECK(std::isfinite(weight));
}

TEST_CASE("Ctrl-C stops at a step and completes picture, log and operator") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {64, 64});
    TerminalRun run({"learn", folder / "in.png", "-o", folder / "out.pfm", "--steps", "1000000000",
                     "--backend", "cpu", "--log", folder / "l.csv", "--operator-out", folder / "w.json"});
    REQUIRE(run.wait_for(" left"));
    run.signal(SIGINT);
    const Outcome outcome = run.finish();
    CHECK(outcome.status == 1);
    const auto stopped = outcome.err.find("stopped at step ");
    REQUIRE(stopped != std::string::npos);
    int step = -1;
    REQUIRE(std::sscanf(outcome.err.c_str() + stopped, "stopped at step %d of 1000000000", &step) == 1);
    CHECK(log_rows(folder / "l.csv").size() == static_cast<std::size_t>(step));
    REQUIRE(learn(folder / "in.png", folder / "again.pfm", step, {"--operator-out", folder / "again.json"})
                .status == 0);
    CHECK(read_text(folder / "out.pfm") == read_text(folder / "again.pfm"));
    CHECK(read_text(folder / "w.json") == read_text(folder / "again.json"));
    CHECK(folder.names() == Names{"again.json", "again.pfm", "again.pfm.json", "in.png", "l.csv", "out.pfm",
                                  "out.pfm.json", "w.json"});
}
