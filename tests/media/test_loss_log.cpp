#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "media/loss_log.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

constexpr const char* header = "step,fidelity,edge,intensity,total,learning_rate\n";

std::string text_of(const std::string& path) {
    const Bytes bytes = file_bytes(path);
    return {bytes.begin(), bytes.end()};
}

LossRecord record(std::int64_t step) {
    return {step, 0.5, 1.25, 2, 2e-6f};
}

}  // namespace

TEST_CASE("a log has its header, a row a record, and numbers that read back the same bits") {
    const TempFolder folder;
    const std::string path = folder.file("l.csv");
    const LossRecord odd{7, 1.0 / 3, 1e300 / 7, -std::sqrt(2.0), 0.1f * 0.995f};
    LossLog log(path);
    log.add(std::vector<LossRecord>{record(5)});
    log.add({});
    log.add(std::vector<LossRecord>{odd});
    CHECK_FALSE(std::filesystem::exists(path));
    log.commit();
    const std::string text = text_of(path);
    const std::string first = std::string(header) + "5,0.5,1.25,2,3.75,2e-06\n";
    REQUIRE(text.starts_with(first));
    double fidelity = 0, edge = 0, intensity = 0, total = 0;
    float rate = 0;
    REQUIRE(std::sscanf(text.c_str() + first.size(), "7,%lf,%lf,%lf,%lf,%f", &fidelity, &edge, &intensity,
                        &total, &rate) == 5);
    CHECK(fidelity == odd.fidelity);
    CHECK(edge == odd.edge);
    CHECK(intensity == odd.intensity);
    CHECK(total == odd.total());
    CHECK(rate == odd.learning_rate);
}

TEST_CASE("a log of no steps is its header, and one that is not completed leaves nothing") {
    const TempFolder folder;
    { LossLog(folder.file("a.csv")).commit(); }
    CHECK(text_of(folder.file("a.csv")) == header);
    { LossLog(folder.file("b.csv")).add(std::vector<LossRecord>{record(1)}); }
    CHECK(folder.list() == std::vector<std::string>{"a.csv"});
}

TEST_CASE("a run that starts over starts its log over") {
    const TempFolder folder;
    LossLog log(folder.file("l.csv"));
    log.add(std::vector<LossRecord>{record(1), record(2), record(3)});
    log.add(std::vector<LossRecord>{record(1), record(2)});
    log.commit();
    CHECK(text_of(folder.file("l.csv")) ==
          std::string(header) + "1,0.5,1.25,2,3.75,2e-06\n2,0.5,1.25,2,3.75,2e-06\n");
    CHECK(folder.list() == std::vector<std::string>{"l.csv"});
}

TEST_CASE("a log that cannot be written is told with its path") {
    const TempFolder folder;
    CHECK(error_of([&] { LossLog log(folder.file("no/l.csv")); }).starts_with(folder.file("no/l.csv: ")));
    LossLog log("/dev/full");
    log.add(std::vector<LossRecord>{record(1)});
    CHECK(error_of([&] { log.commit(); }) == "/dev/full: cannot be written: the disk is full");
}
