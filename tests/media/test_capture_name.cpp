#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "media/capture_name.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

CaptureFacts facts(const std::string& source = "star") {
    CaptureFacts facts{.source = source, .process = "diffuse", .step = 120, .size = {96, 64}};
    facts.time.tm_year = 126;
    facts.time.tm_mon = 10;
    facts.time.tm_mday = 2;
    facts.time.tm_hour = 9;
    facts.time.tm_min = 5;
    facts.time.tm_sec = 7;
    return facts;
}

}  // namespace

TEST_CASE("A capture's name is its template with every field filled in") {
    CHECK(capture_name(CapturePlace{}.name, facts()) == "star 2026-11-02 09-05-07 step 120");
    CHECK(capture_name("{process}_{width}x{height}", facts()) == "diffuse_96x64");
    CHECK(capture_name("no fields", facts()) == "no fields");
}

TEST_CASE("A template says which field it has that there is not, with the nearest one") {
    const auto fault = [](const std::string& text) {
        return error_of([&] { check_capture_name(text); }, Fault::usage);
    };
    CHECK(fault("{stepp}") == "name: {stepp} is no field; nearest: step");
    CHECK(fault("{}").find("valid: source, process, step, width, height, date, time") != std::string::npos);
    CHECK(fault("a {step") == "name: a brace stands alone; valid: {field}");
    CHECK(fault("a } b") == "name: a brace stands alone; valid: {field}");
    CHECK(fault("{{step}}") == "name: a brace stands alone; valid: {field}");
    CHECK(fault("") == "name: it is empty; valid: a text with fields as {source}");
    CHECK(fault("{source} {date}").empty());
}

TEST_CASE("A name leaves no folder, hides no file, is no option and holds no control characters") {
    const auto name = [](const std::string& source) { return capture_name("{source}", facts(source)); };
    CHECK(name("../../etc/passwd") == "etc-passwd");
    CHECK(name(".hidden") == "hidden");
    CHECK(name("--help") == "help");
    CHECK(name(" a . ") == "a");
    CHECK(name("a\nb\tc\x7f") == "a-b-c-");
    CHECK(name("a\xc2\x85z") == "a-z");  // U+0085, a control character
    CHECK(name("q\"uo'te?*|<>:\\") == "q-uo'te-------");
    CHECK(name("∇ Grüße") == "∇ Grüße");
    CHECK(name("\xff\xc0\xaf\xed\xa0\x80\xf0\x9f\x98") == "capture");  // no UTF-8: dashes, all trimmed
    CHECK(name("a\xffz") == "a-z");
    CHECK(name("") == "capture");
    CHECK(name("...") == "capture");
}

TEST_CASE("A long name is cut between characters, and its source before what tells captures apart") {
    std::string source;
    for (int i = 0; i < 100; ++i) source += "∇";
    const std::string name = capture_name(CapturePlace{}.name, facts(source));
    CHECK(name.size() <= most_name_bytes);
    CHECK(name.ends_with("∇ 2026-11-02 09-05-07 step 120"));
    const std::string literal = capture_name(source + "{step}", facts());
    CHECK(literal.size() == 198);
    CHECK(literal.ends_with("∇"));
}

TEST_CASE("A place is reserved where nothing stands, and goes with the scope unless it is kept") {
    const TempFolder folder;
    put_bytes(folder.file("a.png"), {1, 2, 3});
    {
        const ReservedFile second(folder.path(), "a", "png");
        CHECK(second.path() == folder.path() / "a (2).png");
        const ReservedFile third(folder.path(), "a", "png");
        CHECK(third.path() == folder.path() / "a (3).png");
        CHECK(folder.list() == std::vector<std::string>{"a (2).png", "a (3).png", "a.png"});
    }
    CHECK(folder.list() == std::vector<std::string>{"a.png"});
    CHECK(file_bytes(folder.file("a.png")) == Bytes{1, 2, 3});
    ReservedFile(folder.path() / "new" / "folders", "a", "png").keep();
    CHECK(std::filesystem::exists(folder.path() / "new" / "folders" / "a.png"));
}

TEST_CASE("A link to nowhere and a companion's place count as taken") {
    const TempFolder folder;
    std::filesystem::create_symlink("nowhere", folder.path() / "a.pfm");
    put_bytes(folder.file("a (2).pfm.json"), {1});
    const ReservedFile file(folder.path(), "a", "pfm", ".json");
    CHECK(file.path() == folder.path() / "a (3).pfm");
}

TEST_CASE("A folder that cannot be had is named with the reason") {
    const TempFolder folder;
    put_bytes(folder.file("file"), {1});
    const std::string below = error_of([&] { ReservedFile(folder.path() / "file" / "in", "a", "png"); });
    CHECK(below == folder.file("file/in") + ": cannot be made: a part of the path is not a folder");
    CHECK(error_of([&] { ReservedFile("/proc/droplet", "a", "png"); }).starts_with("/proc/droplet: "));
    if (geteuid() == 0) return;  // whom no folder refuses
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_read);
    const std::string refused = error_of([&] { ReservedFile(folder.path(), "a", "png"); });
    CHECK(refused == folder.file("a.png") + ": cannot be written: permission denied");
}

TEST_CASE("A place's folder is absolute, the home folder's, or the default one") {
    CHECK(capture_folder({.folder = "/tmp/x"}) == "/tmp/x");
    CHECK(capture_folder({.folder = "~/x"}).is_absolute());
    CHECK(capture_folder({.folder = "~/x"}).filename() == "x");
    CHECK(capture_folder({}) == default_capture_folder());
    CHECK(default_capture_folder().filename() == "Droplet");
    CHECK(error_of([] { static_cast<void>(capture_folder({.folder = "x"})); }, Fault::usage) ==
          "folder: x is not valid; valid: an absolute path, ~/…");
}
