#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "panel_host.h"
#include "temporary_folder.h"
#include "ui/message_bar.h"

using namespace droplet;
using droplet::test::PanelHost;

namespace {

/// What was put on the clipboard last.
std::string clipboard;

struct Bar {
    Messages messages;
    PanelHost host{[this] { message_bar(messages, {0, 0}, {340, 400}); }};

    Bar() {
        clipboard.clear();
        ImGui::GetIO().SetClipboardTextFn = [](void*, const char* text) { clipboard = text; };
    }
};

}  // namespace

TEST_CASE("A click on a message of a file hands its folder, as one argument, to the desktop's program") {
    const TemporaryFolder folder;
    const auto programs = folder.path() / "programs", told = folder.path() / "told";
    // A pipe: reading it waits until the program has said what it was given.
    REQUIRE(mkfifo(told.c_str(), 0600) == 0);
    folder.write("programs/xdg-open", "#!/bin/sh\nprintf '%s|%s' \"$#\" \"$1\" > '" + told.string() + "'\n");
    std::filesystem::permissions(programs / "xdg-open", std::filesystem::perms::owner_all);
    const ScopedVariable path("PATH", programs.string());
    Bar bar;
    const std::filesystem::path file = folder.path() / "a; $(touch x) \"b\"" / "star.png";
    bar.messages.note("Still saved.", file);
    bar.host.frames(2);
    bar.host.click("message.file");
    CHECK(file_text(told) == "1|" + file.parent_path().string());
    REQUIRE(bar.messages.shown().size() == 1);
    CHECK(clipboard.empty());
}

TEST_CASE("Where no program opens folders, the path is said and put on the clipboard") {
    const TemporaryFolder folder;
    const ScopedVariable path("PATH", folder.path().string());
    Bar bar;
    bar.messages.note("Still saved.", "/tmp/pictures/star.png");
    bar.host.frames(2);
    bar.host.click("message.file");
    CHECK(clipboard == "/tmp/pictures/star.png");
    REQUIRE(bar.messages.shown().size() == 2);
    CHECK(bar.messages.shown()[1].kind == Messages::Kind::error);
    CHECK(bar.messages.shown()[1].text ==
          "folder: there is no xdg-open; the path is on the clipboard: /tmp/pictures/star.png");
}

TEST_CASE("The cross of a message of a file dismisses it and opens nothing") {
    const TemporaryFolder folder;
    const ScopedVariable path("PATH", folder.path().string());
    Bar bar;
    bar.messages.note("Still saved.", "/tmp/pictures/star.png");
    bar.host.frames(2);
    bar.host.click("dismiss");
    CHECK(bar.messages.shown().empty());
    CHECK(clipboard.empty());
}
