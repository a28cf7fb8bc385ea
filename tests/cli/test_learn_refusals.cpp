#include <doctest/doctest.h>

#include <string>

#include "cli/lab.h"
#include "cli/learning.h"
#include "cli/program.h"
#include "media/operator_file.h"
#include "media/preset_file.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

TEST_CASE("- is standard input and output for one thing each") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    REQUIRE(learn(folder / "in.png", folder / "o.png", 3,
                  {"--operator-out", folder / "w.json", "--log", folder / "l.csv"})
                .status == 0);
    const std::string in = folder / "in.png", out = folder / "o2.png";
    const auto piped = [&](const std::vector<std::string>& more, const std::string& stdin_path) {
        std::vector<std::string> arguments{"learn", "--steps", "3", "--backend", "cpu"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Outcome outcome = run_droplet(arguments, {stdin_path, ""});
        CHECK(outcome.err.empty());
        return outcome.out;
    };
    // Only what they say of their source differs.
    write_text(folder / "piped.png", piped({"-", "-o", "-"}, in));
    CHECK(pfm_of(read_image(folder / "piped.png"), folder) == pfm_of(read_image(folder / "o.png"), folder));
    CHECK(piped({in, "-o", out, "--log", "-"}, "") == read_text(folder / "l.csv"));
    CHECK(piped({in, "-o", out, "--operator-out", "-"}, "") == read_text(folder / "w.json"));
    CHECK(piped({in, "-o", out, "--no-learning", "--operator", "-", "--operator-out", "-"},
                folder / "w.json") == read_text(folder / "w.json"));
    const std::vector<std::string> job{"learn", in, "-o", out, "--steps", "1"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), job.begin(), job.end());
        return more;
    };
    CHECK(refusal(with({"--log", "-", "--operator-out", "-"}), 2) ==
          "--log: - is that of --operator-out too; valid: another file");
    CHECK(refusal(with({"--log", out}), 2) == "--log: " + out + " is that of -o too; valid: another file");
    CHECK(refusal(with({"--preset", "-", "--operator", "-"}), 2) ==
          "--operator: - is that of --preset too; valid: another file");
}

TEST_CASE("what cannot be is told in one line before the work, and nothing is left") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    const std::string grey = folder / "grey.json", in = folder / "in.png";
    write_operator(start_operator(StartOperator::laplace, 1, 0), grey);
    write_text(folder / "bad.json", R"({"shape": [1,1,3,3], "weights": [[[[1,2,3],[4,"x",6],[7,8,9]]]]})");
    write_text(folder / "cut.json", "{");
    Preset preset;
    preset.learning.start = StartOperator::custom;
    write_preset(preset, folder / "custom.json");
    const auto refused = [&](std::vector<std::string> more, int status) {
        more.insert(more.begin(), {"learn", in, "-o", folder / "o.png", "--steps", "1000000000"});
        return refusal(more, status);
    };
    CHECK(refused({"--learning-rate", "0", "--log", folder / "l.csv"}, 2) ==
          "--log: no loss is measured with a fixed operator; valid with --learning and a --learning-rate "
          "above 0");
    CHECK(refused({"--no-learning", "--log", folder / "l.csv"}, 2).starts_with("--log: no loss is measured"));
    CHECK(refused({"--start", "custom"}, 2) ==
          "--start: the custom operator is missing; valid: with --operator W.json");
    CHECK(refused({"--preset", folder / "custom.json"}, 2)
              .starts_with(folder / "custom.json: the custom operator is "));
    CHECK(refused({"--operator", grey, "--start", "random"}, 2) ==
          "--start: random is not the operator of --operator; valid: one of the two flags");
    CHECK(refused({"--operator", grey}, 2) ==
          grey + ": has an operator of 1 channel, and the picture has 3; valid: one of shape [3, 3, 3, 3]");
    CHECK(refused({"--operator", folder / "bad.json"}, 2) ==
          (folder / "bad.json: weights[0][0][1][1]: \"x\" is not a number; valid: -10000 to 10000"));
    CHECK(refused({"--operator", folder / "cut.json"}, 1).starts_with(folder / "cut.json: not JSON"));
    CHECK(refused({"--operator", folder / "no.json"}, 1).starts_with(folder / "no.json: "));
    CHECK(refused({"--operator", in}, 1).starts_with(in + ": not JSON"));
    CHECK(refused({"--operator", ""}, 2).starts_with("--operator: is empty; "));
    CHECK(refused({"--operator", grey, "--operator", grey}, 2)
              .starts_with("--operator: stands more than once"));
    CHECK(refused({"--operator-out", folder / "no/w.json"}, 1).starts_with(folder / "no/w.json: "));
    CHECK(refused({"--log", folder / "no/l.csv"}, 1).starts_with(folder / "no/l.csv: "));
    CHECK(refused({"--preset", "art-with-mth"}, 2) ==
          "--preset: 'art-with-mth' is no file and no built-in preset; nearest: art-with-math");
    CHECK(refused({"--k", "0"}, 2) == "--k: 0 is out of range; valid: 1e-06 to 10");
    CHECK(refused({"--rate", "5"}, 2) == "--rate: 5 is out of range; valid: 0 to 4");
    CHECK(refused({"--optimizer", "sdg"}, 2) == "--optimizer: 'sdg' is not valid; valid: sgd, adam");
    CHECK(refused({"--passes", "3"}, 2) == "--passes: 3 is out of range; valid: 1 to 2");
    CHECK(refused({"--coupling", "vector"}, 2) ==
          "--coupling: is no flag of droplet learn; valid: droplet diffuse --coupling");
    CHECK(refused({"--learning-rte", "0"}, 2) ==
          "--learning-rte: is no flag of droplet learn; nearest: --learning-rate");
    CHECK(refused({"--every", "2"}, 2).starts_with("--every: "));
    CHECK(folder.names() == Names{"bad.json", "custom.json", "cut.json", "grey.json", "in.png"});
}

TEST_CASE("a preset of another process is refused where it would change nothing") {
    const TemporaryFolder folder;
    CHECK(refusal({"diffuse", "-o", folder / "o.png", "--steps", "1", "--preset", "art-with-math"}, 2) ==
          "--preset: art-with-math has settings of droplet learn only; valid: droplet learn --preset "
          "art-with-math");
}

TEST_CASE("a full disk is told, for the log and the operator too") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    for (const char* flag : {"--log", "--operator-out"}) {
        CAPTURE(flag);
        const Outcome outcome = learn(folder / "in.png", folder / "o.png", 2, {flag, "/dev/full"});
        CHECK(outcome.status == 1);
        CHECK(outcome.err == "droplet: /dev/full: cannot be written: the disk is full\n");
    }
}
