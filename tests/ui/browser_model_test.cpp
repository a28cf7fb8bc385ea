#include "ui/browser_model.h"

#include <doctest/doctest.h>

#include "ui/temporary_folder.h"

using namespace droplet;
namespace fs = std::filesystem;

namespace {

struct Tree {
    TemporaryFolder folder;
    BrowserModel model;

    Tree() {
        folder.write("a/1.png", "");
        folder.write("a/2.png", "");
        folder.write("a/10.png", "");
        folder.write("a/notes.txt", "");
        folder.write("b/deep/x.png", "");
    }
    void show(const fs::path& name, const fs::path& select = {}) {
        model.show(folder.path() / name, select.empty() ? select : folder.path() / select);
        model.wait();
    }
    std::string selected() const { return model.selected() < 0 ? "" : model.selected_entry()->name; }
};

}  // namespace

TEST_CASE_FIXTURE(Tree, "going up chooses the folder that was left, and back returns to it") {
    show("b/deep");
    CHECK_FALSE(model.can_go_back());
    model.up();
    model.wait();
    CHECK(model.folder() == folder.path() / "b");
    CHECK(selected() == "deep");
    model.back();
    model.wait();
    CHECK(model.folder() == folder.path() / "b/deep");
    CHECK(model.can_go_forward());
    model.forward();
    CHECK(model.folder() == folder.path() / "b");
}

TEST_CASE_FIXTURE(Tree, "a new way cuts off what forward led to") {
    show("a");
    show("b");
    model.back();
    show("b/deep");
    CHECK_FALSE(model.can_go_forward());
    model.back();
    CHECK(model.folder() == folder.path() / "a");
}

TEST_CASE_FIXTURE(Tree, "the file asked for is chosen once its folder is listed") {
    show("a", "a/10.png");
    CHECK(selected() == "10.png");
}

TEST_CASE_FIXTURE(Tree, "the selection moves inside the list and follows its entry when the order changes") {
    show("a");
    CHECK(model.selected() == -1);
    model.move_selection(1);
    CHECK(selected() == "1.png");
    model.move_selection(1);
    CHECK(selected() == "2.png");
    ListingOptions options = model.options();
    options.descending = true;
    model.set_options(options);
    CHECK(selected() == "2.png");
    model.move_selection(100);
    CHECK(selected() == "1.png");
    model.move_selection(-100);
    CHECK(selected() == "10.png");
}

TEST_CASE_FIXTURE(Tree, "filtering always has a match chosen, and forgetting the filter keeps it chosen") {
    show("a");
    ListingOptions options = model.options();
    options.text = "10";
    model.set_options(options);
    CHECK(model.count() == 1);
    CHECK(selected() == "10.png");
    options.text.clear();
    model.set_options(options);
    CHECK(model.count() == 3);
    CHECK(selected() == "10.png");
}

TEST_CASE_FIXTURE(Tree, "an empty selection and an empty folder take every key") {
    fs::create_directory(folder.path() / "empty");
    show("empty");
    model.move_selection(1);
    model.move_selection(-10);
    model.select(5);
    CHECK(model.selected() == -1);
    CHECK_FALSE(model.activate(-1));
    CHECK_FALSE(model.activate(0));
    CHECK(model.error().empty());
}

TEST_CASE_FIXTURE(Tree, "a folder is entered, a file is chosen") {
    show("b");
    CHECK_FALSE(model.activate(0));
    model.wait();
    CHECK(model.folder() == folder.path() / "b/deep");
    CHECK(model.activate(0) == folder.path() / "b/deep/x.png");
}

TEST_CASE_FIXTURE(Tree, "a folder without permission or that is gone sets one line, and up still works") {
    show("gone");
    CHECK(model.error().starts_with((folder.path() / "gone").string() + ": "));
    CHECK(model.is_unreadable());
    CHECK(model.count() == 0);
    model.up();
    model.wait();
    CHECK(model.error().empty());
    CHECK(model.count() == 2);
}

TEST_CASE_FIXTURE(Tree, "a typed path enters a folder, chooses a file, or says that there is none") {
    show("a");
    CHECK_FALSE(model.go_to("../b/deep"));
    CHECK(model.folder() == folder.path() / "b/deep");
    CHECK(model.go_to("x.png") == folder.path() / "b/deep/x.png");
    CHECK_FALSE(model.go_to("nothing.png"));
    CHECK(model.error().find("nothing.png") != std::string::npos);
    CHECK(model.folder() == folder.path() / "b/deep");
    CHECK_FALSE(model.is_unreadable());
    model.wait();
    model.select(0);
    CHECK(model.error().empty());
}

TEST_CASE_FIXTURE(Tree, "a name to save gets the extension of its kind, once, and its folder must exist") {
    show("a");
    ListingOptions options = model.options();
    options.kind = preset_files();
    model.set_options(options);
    CHECK(model.save_target("soft") == folder.path() / "a/soft.json");
    CHECK(model.save_target("soft.JSON") == folder.path() / "a/soft.JSON");
    CHECK(model.save_target("v1.2") == folder.path() / "a/v1.2.json");
    CHECK(model.save_target("../b/x") == folder.path() / "b/x.json");
    CHECK_FALSE(model.save_target("  "));
    CHECK(!model.error().empty());
    CHECK_FALSE(model.save_target("missing/x"));
    CHECK(model.error().find("missing") != std::string::npos);
    CHECK_FALSE(model.save_target("../b"));
    CHECK(model.folder() == folder.path() / "b");
}
