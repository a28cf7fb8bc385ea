#include <doctest/doctest.h>

#include "media/kernel_file.h"
#include "media/operator_file.h"
#include "media/palette_file.h"
#include "media/preset_file.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

void put_text(const std::string& path, const std::string& text) {
    put_bytes(path, {text.begin(), text.end()});
}

}  // namespace

TEST_CASE("a palette written to a file is read again by the name's form, and only the file is left") {
    const TempFolder folder;
    const Palette& palette = builtin_palette(PaletteName::aurora);
    for (const char* name : {"p.json", "p.map", "p.ggr"}) {
        write_palette(palette, folder.file(name));
        CHECK(holds_palette(folder.file(name)));
        CHECK_FALSE(holds_kernel(folder.file(name)));
    }
    CHECK(read_palette(folder.file("p.json")) == palette);
    CHECK(read_palette(folder.file("p.map")).stops.size() == 256);
    CHECK(read_palette(folder.file("p.ggr")).cyclic);
    CHECK(folder.list() == std::vector<std::string>{"p.ggr", "p.json", "p.map"});
}

TEST_CASE("a palette is told from presets, operators, kernels, pictures and nothing") {
    const TempFolder folder;
    write_operator(start_operator(StartOperator::laplace, 3, 1), folder.file("w.json"));
    write_preset({}, folder.file("p.json"));
    write_kernel(Kernel(3, 3), folder.file("k.json"));
    put_text(folder.file("old.MAP"), "0 0 0\n255 255 255\n");
    put_text(folder.file("notes.gpl"), "not a palette");
    put_text(folder.file("picture.png"), "1 2 3");
    put_text(folder.file("broken.json"), "{");
    CHECK_FALSE(holds_palette(folder.file("w.json")));
    CHECK_FALSE(holds_palette(folder.file("p.json")));
    CHECK_FALSE(holds_palette(folder.file("k.json")));
    CHECK(holds_palette(folder.file("old.MAP")));
    CHECK(read_palette(folder.file("old.MAP")).stops.size() == 2);
    CHECK(holds_palette(folder.file("notes.gpl")));  // by its name: what is wrong with it is to be told
    CHECK_FALSE(holds_palette(folder.file("picture.png")));
    CHECK_FALSE(holds_palette(folder.file("broken.json")));
    CHECK_FALSE(holds_palette(folder.file("none.json")));
}

TEST_CASE("a palette file that cannot be read or written is told with its path, and nothing is left") {
    const TempFolder folder;
    const std::string missing = folder.file("no.map"), wrong = folder.file("w.gpl"),
                      huge = folder.file("h.map"), nowhere = folder.file("none/p.json");
    CHECK(error_of([&] { static_cast<void>(read_palette(missing)); }).starts_with(missing + ": "));
    put_text(wrong, "GIMP Palette\n1 2\n");
    CHECK(error_of([&] { static_cast<void>(read_palette(wrong)); }, Fault::usage) ==
          wrong + ": line 2: '1 2' is not valid; valid: three numbers from 0 to 255");
    put_text(huge, std::string((1 << 20) + 1, ' '));
    CHECK(error_of([&] { static_cast<void>(read_palette(huge)); }, Fault::usage)
              .starts_with(huge + ": has 1048577 bytes, more than a palette"));
    CHECK(error_of([&] { write_palette(builtin_palette(PaletteName::ice), nowhere); }).starts_with(nowhere));
    CHECK(folder.list() == std::vector<std::string>{"h.map", "w.gpl"});
}
