#include <doctest/doctest.h>

#include "media/operator_file.h"
#include "media/preset_file.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

TEST_CASE("an operator written to a file is read again, and only the file is left") {
    const TempFolder folder;
    for (const int channels : {1, 3}) {
        const Operator op = start_operator(StartOperator::random, channels, 4);
        write_operator(op, folder.file("w.json"));
        CHECK(read_operator(folder.file("w.json")) == op);
    }
    CHECK(folder.list() == std::vector<std::string>{"w.json"});
}

TEST_CASE("an operator is told from a preset, from broken text and from nothing") {
    const TempFolder folder;
    write_operator(start_operator(StartOperator::laplace, 3, 1), folder.file("w.json"));
    write_preset({}, folder.file("p.json"));
    put_bytes(folder.file("broken.json"), {'{', '"'});
    CHECK(holds_operator(folder.file("w.json")));
    CHECK_FALSE(holds_operator(folder.file("p.json")));
    CHECK_FALSE(holds_operator(folder.file("broken.json")));
    CHECK_FALSE(holds_operator(folder.file("none.json")));
}

TEST_CASE("an operator file that cannot be read or written is told with its path") {
    const TempFolder folder;
    const std::string missing = folder.file("no.json"), preset = folder.file("p.json");
    CHECK(error_of([&] { read_operator(missing); }).starts_with(missing + ": "));
    CHECK(
        error_of([&] { read_operator(folder.path().string()); }).starts_with(folder.path().string() + ": "));
    put_bytes(preset, {});
    CHECK(error_of([&] { read_operator(preset); }).starts_with(preset + ": "));
    write_preset({}, preset);
    CHECK(error_of([&] { read_operator(preset); }, Fault::usage) ==
          preset + ": droplet: unknown key; valid: shape, weights");
    CHECK(error_of([&] {
              write_operator({}, folder.file("no/w.json"));
          }).starts_with(folder.file("no/w.json: cannot be written: ")));
    CHECK(error_of([&] { write_operator({}, "/dev/full"); }) ==
          "/dev/full: cannot be written: the disk is full");
}
