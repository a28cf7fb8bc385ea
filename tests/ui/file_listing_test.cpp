#include "ui/file_listing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "ui/folder_reader.h"
#include "ui/temporary_folder.h"

using namespace droplet;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> names(const std::vector<FileEntry>& entries, const ListingOptions& options) {
    std::vector<std::string> result;
    for (const std::size_t i : arrange(entries, options)) result.push_back(entries[i].name);
    return result;
}

ListingOptions pictures() {
    return {picture_files(), false, false, {}, SortKey::name, false};
}

FileEntry entry(const std::string& name, std::uintmax_t bytes, std::time_t modified, bool is_folder = false) {
    return {"/x/" + name, name, is_folder, name.starts_with('.'), bytes, modified};
}

std::vector<FileEntry> some_entries() {
    return {entry(".secret.png", 5, 50),   entry("a.png", 300, 20),   entry("b.txt", 1, 10),
            entry("B2.JPG", 200, 30),      entry("b10.jpg", 200, 40), entry("folder", 0, 15, true),
            entry("Folder 2", 0, 25, true)};
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("names are ordered with numbers by value and letters without case") {
    Names sorted{"1.png", "2.png", "10.png", "a",     "A1",    "a2", "a02b", "a10",
                 "B",     "b 1",   "b1",     "img9x", "img10", "Z",  "ä"};
    Names shuffled = sorted;
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        std::sort(shuffled.begin(), shuffled.end(), natural_less);
        CHECK(shuffled == sorted);
    }
}

TEST_CASE("the order of names is strict and total, also for digits beyond any integer") {
    const Names all{"",
                    "0",
                    "00",
                    "000a",
                    "0a",
                    "1",
                    "01",
                    "a",
                    "A",
                    "a0",
                    "a00",
                    "99999999999999999999999",
                    "100000000000000000000000",
                    "\xff"};
    for (const auto& a : all) {
        CHECK_FALSE(natural_less(a, a));
        for (const auto& b : all) {
            if (a != b) CHECK(natural_less(a, b) != natural_less(b, a));
            for (const auto& c : all)
                if (natural_less(a, b) && natural_less(b, c)) CHECK(natural_less(a, c));
        }
    }
    CHECK(natural_less("99999999999999999999999", "100000000000000000000000"));
}

TEST_CASE("only folders and readable pictures are shown, unless all or hidden files are asked for") {
    const auto entries = some_entries();
    ListingOptions options = pictures();
    CHECK(names(entries, options) == Names{"folder", "Folder 2", "a.png", "B2.JPG", "b10.jpg"});
    options.all_files = true;
    CHECK(names(entries, options) == Names{"folder", "Folder 2", "a.png", "b.txt", "B2.JPG", "b10.jpg"});
    options.show_hidden = true;
    CHECK(names(entries, options) ==
          Names{"folder", "Folder 2", ".secret.png", "a.png", "b.txt", "B2.JPG", "b10.jpg"});
}

TEST_CASE("a kind of file is told by its extension alone, in any case") {
    const FileKind kind = picture_files();
    for (const char* name : {"a.png", "/x.y/a.PNG", "a.b.JpEg", "\xff.pfm"}) CHECK(kind.contains(name));
    for (const char* name : {"", "png", ".png", "/x/.png", "/x.png/a", "a.png.txt", "a.pn", "a.", "/x.png/"})
        CHECK_FALSE(kind.contains(name));
}

TEST_CASE("the filter keeps names that hold every word, without case") {
    const auto entries = some_entries();
    ListingOptions options = pictures();
    options.text = "JPG";
    CHECK(names(entries, options) == Names{"B2.JPG", "b10.jpg"});
    options.text = "  jpg 10 ";
    CHECK(names(entries, options) == Names{"b10.jpg"});
    options.text = "fold";
    CHECK(names(entries, options) == Names{"folder", "Folder 2"});
    options.text = "none of these";
    CHECK(names(entries, options).empty());
}

TEST_CASE("every order keeps folders first, and equals by name") {
    const auto entries = some_entries();
    ListingOptions options = pictures();
    options.descending = true;
    CHECK(names(entries, options) == Names{"Folder 2", "folder", "b10.jpg", "B2.JPG", "a.png"});
    options.sort = SortKey::size;
    CHECK(names(entries, options) == Names{"folder", "Folder 2", "a.png", "B2.JPG", "b10.jpg"});
    options.descending = false;
    CHECK(names(entries, options) == Names{"folder", "Folder 2", "B2.JPG", "b10.jpg", "a.png"});
    options.sort = SortKey::modified;
    CHECK(names(entries, options) == Names{"folder", "Folder 2", "a.png", "B2.JPG", "b10.jpg"});
}

TEST_CASE("a folder is listed with sizes and kinds; dangling links and odd names do no harm") {
    const TemporaryFolder folder;
    folder.write("picture 10.png", "0123456789");
    folder.write("picture 9.png", "");
    folder.write("\xff\n.jpg", "x");
    fs::create_directory(folder.path() / "sub");
    fs::create_symlink("nowhere", folder.path() / "dangling.png");
    fs::create_directory_symlink("sub", folder.path() / "link");
    const Listing listing = list_folder(folder.path());
    CHECK(listing.error.empty());
    Names found;
    for (const FileEntry& e : listing.entries) found.push_back(e.name);
    CHECK(found == Names{"dangling.png", "link", "picture 9.png", "picture 10.png", "sub", "\xff\n.jpg"});
    CHECK(listing.entries[1].is_folder);
    CHECK(listing.entries[3].bytes == 10);
    CHECK(listing.entries[3].modified > 0);
    CHECK(listing.entries[3].path == folder.path() / "picture 10.png");
    CHECK(listing.entries[4].is_folder);
}

TEST_CASE("a folder that cannot be read gives one line that names it") {
    const TemporaryFolder folder;
    const fs::path file = folder.write("file", "");
    for (const fs::path& path : {folder.path() / "missing", file}) {
        const Listing listing = list_folder(path);
        CHECK(listing.entries.empty());
        CHECK(listing.error.starts_with(path.string() + ": "));
    }
}

TEST_CASE("the reader gives the folder asked for last, whatever it was reading before") {
    const TemporaryFolder folder;
    for (int i = 0; i < 200; ++i) folder.write("many/" + std::to_string(i), "");
    folder.write("few/one", "");
    FolderReader reader;
    for (int round = 0; round < 20; ++round) {
        reader.read(folder.path() / "many");
        reader.read(folder.path() / "few");
        reader.wait();
        const auto listing = reader.take();
        REQUIRE(listing);
        CHECK(listing->entries.size() == 1);
        CHECK_FALSE(reader.take());
        CHECK_FALSE(reader.is_reading());
    }
}

TEST_CASE("a cancelled listing stops") {
    const TemporaryFolder folder;
    for (int i = 0; i < 50; ++i) folder.write(std::to_string(i), "");
    int asked = 0;
    const Listing listing = list_folder(folder.path(), [&] { return ++asked > 10; });
    CHECK(listing.entries.size() == 10);
}

TEST_CASE("breadcrumbs lead from the root, or from Home, to the folder") {
    const auto labels = [](const fs::path& folder) {
        Names result;
        for (const Crumb& crumb : breadcrumbs(folder, "/home/me")) result.push_back(crumb.label);
        return result;
    };
    CHECK(labels("/") == Names{"/"});
    CHECK(labels("/home") == Names{"/", "home"});
    CHECK(labels("/home/me") == Names{"Home"});
    CHECK(labels("/home/me/a/b/") == Names{"Home", "a", "b"});
    CHECK(labels("/home/me2") == Names{"/", "home", "me2"});
    for (const Crumb& crumb : breadcrumbs("/usr/share/x", "/home/me"))
        CHECK((crumb.label == "/" ? fs::path("/") : fs::path(crumb.label)) ==
              (crumb.path == "/" ? fs::path("/") : crumb.path.filename()));
    CHECK(breadcrumbs("/usr/share", "/").front().label == "/");
}

TEST_CASE("typed paths may be absolute, relative, or begin at home") {
    const auto typed = [](std::string_view text) { return typed_path(text, "/data/pictures", "/home/me"); };
    CHECK(typed("/etc") == "/etc");
    CHECK(typed(" /etc/ ") == "/etc");
    CHECK(typed("/") == "/");
    CHECK(typed("~") == "/home/me");
    CHECK(typed("~/x.png") == "/home/me/x.png");
    CHECK(typed("..") == "/data");
    CHECK(typed("sub/../x.png") == "/data/pictures/x.png");
    CHECK(typed("") == "/data/pictures");
}

TEST_CASE("a folder that is gone is replaced by its nearest parent") {
    const TemporaryFolder folder;
    const fs::path file = folder.write("file.png", "");
    CHECK(nearest_folder(folder.path() / "a" / "b") == folder.path());
    CHECK(nearest_folder(file) == folder.path());
    CHECK(nearest_folder(folder.path()) == folder.path());
    CHECK(nearest_folder("/") == "/");
}

TEST_CASE("sizes keep two or three digits") {
    CHECK(size_text(0) == "0 B");
    CHECK(size_text(999) == "999 B");
    CHECK(size_text(1000) == "1.0 kB");
    CHECK(size_text(4240) == "4.2 kB");
    CHECK(size_text(9960) == "10 kB");
    CHECK(size_text(999'400) == "999 kB");
    CHECK(size_text(999'600) == "1.0 MB");
    CHECK(size_text(17'300'000) == "17 MB");
    CHECK(size_text(~std::uintmax_t{0}) == "18 EB");
}

TEST_CASE("dates are told from today") {
    const ScopedVariable zone("TZ", "UTC");
    tzset();
    constexpr std::time_t now = 1'710'000'000;  // 9 March 2024, 16:00
    CHECK(date_text(now - 3600, now) == "Today 15:00");
    CHECK(date_text(now - 16 * 3600, now) == "Today 00:00");
    CHECK(date_text(now - 16 * 3600 - 60, now) == "Yesterday 23:59");
    CHECK(date_text(now - 40 * 3600, now) == "Yesterday 00:00");
    CHECK(date_text(now - 41 * 3600, now) == "7 Mar 2024");
    CHECK(date_text(now + 86400, now) == "10 Mar 2024");
    CHECK(date_text(0, now).empty());
}
