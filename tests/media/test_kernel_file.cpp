#include <doctest/doctest.h>

#include "media/kernel_file.h"
#include "media/operator_file.h"
#include "media/preset_file.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Kernel slope() {
    Kernel kernel(4, 3);
    for (std::size_t i = 0; i < kernel.weights.size(); ++i) kernel.weights[i] = static_cast<float>(i) / 7 - 1;
    return kernel;
}

void put_text(const std::string& path, const std::string& text) {
    put_bytes(path, {text.begin(), text.end()});
}

}  // namespace

TEST_CASE("a kernel written to a file is read again, as rows and as JSON, and only the file is left") {
    const TempFolder folder;
    for (const char* name : {"k.txt", "k.json"}) {
        write_kernel(slope(), folder.file(name));
        CHECK(read_kernel(folder.file(name)) == slope());
        CHECK(holds_kernel(folder.file(name)));
    }
    CHECK(folder.list() == std::vector<std::string>{"k.json", "k.txt"});
}

TEST_CASE("a kernel is told from an operator, a preset, other text and nothing") {
    const TempFolder folder;
    write_operator(start_operator(StartOperator::laplace, 3, 1), folder.file("w.json"));
    write_preset({}, folder.file("p.json"));
    put_text(folder.file("list.json"), "[[1, 2], [3, 4]]");
    put_text(folder.file("notes.txt"), "not a kernel");
    put_text(folder.file("k.csv"), "1,2\n3,4\n");
    put_text(folder.file("k.png"), "1 2");
    CHECK_FALSE(holds_kernel(folder.file("w.json")));
    CHECK(read_kernel(folder.file("w.json")).at(1, 1) == -4);
    CHECK_FALSE(holds_kernel(folder.file("p.json")));
    CHECK(holds_kernel(folder.file("list.json")));
    CHECK(holds_kernel(folder.file("notes.txt")));  // by its name: what is wrong with it is to be told
    CHECK(holds_kernel(folder.file("k.csv")));
    CHECK_FALSE(holds_kernel(folder.file("k.png")));
    CHECK_FALSE(holds_kernel(folder.file("none.json")));
}

TEST_CASE("a kernel file that cannot be read or written is told with its path") {
    const TempFolder folder;
    const std::string missing = folder.file("no.txt"), ragged = folder.file("r.txt"),
                      huge = folder.file("h.txt");
    CHECK(error_of([&] { static_cast<void>(read_kernel(missing)); }).starts_with(missing + ": "));
    put_text(ragged, "1 2\n3\n");
    CHECK(error_of([&] { static_cast<void>(read_kernel(ragged)); }, Fault::usage) ==
          ragged + ": line 2 has 1 number; valid: 2, as line 1");
    put_text(huge, std::string(3'000'000, ' '));
    CHECK(error_of([&] { static_cast<void>(read_kernel(huge)); }, Fault::usage) ==
          huge + ": has 3000000 bytes, more than a kernel; valid: up to 1048576");
    CHECK(error_of([&] {
              write_kernel(slope(), folder.file("no/k.txt"));
          }).starts_with(folder.file("no/k.txt: cannot be written: ")));
}
