// docs/the-convolution-lesson.md and the window's tour are one lesson.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "cli/lab.h"
#include "model/lesson.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

const std::string docs = DROPLET_SOURCE_DIR "/docs/";

Names words_of(const std::string& text) {
    std::istringstream stream(text);
    Names words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

/// With one space wherever there was space or a line's end.
std::string in_one_line(const std::string& text) {
    return fmt::format("{}", fmt::join(words_of(text), " "));
}

/// The part of the page from the heading of station `i` to the next heading.
std::string section(const std::string& page, std::size_t i) {
    const std::string heading = fmt::format("\n## {}. {}\n", i + 1, lesson_stations()[i].title);
    const auto begin = page.find(heading);
    if (begin == std::string::npos) return "";
    return page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

/// The words of the commands in a section, from the command's name on.
std::vector<Names> commands(const std::string& section) {
    std::vector<Names> found;
    std::istringstream lines(section);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("    droplet ")) {
            Names words = words_of(line);
            words.erase(words.begin());
            found.push_back(words);
        }
    return found;
}

std::size_t sentences(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '.' && (i + 1 == text.size() || text[i + 1] == ' ')) ++count;
    return count;
}

}  // namespace

TEST_CASE("the page of the lesson has the stations of the tour in their order, with their words") {
    const std::string page = read_text(docs + "the-convolution-lesson.md");
    for (std::size_t i = 0; i < lesson_stations().size(); ++i) {
        const LessonStation& station = lesson_stations()[i];
        CAPTURE(station.key);
        const std::string part = section(page, i);
        REQUIRE_FALSE(part.empty());
        CHECK(in_one_line(part).find(station.text) != std::string::npos);
        CHECK(sentences(station.text) == 3);
        for (std::size_t j = 0; j < i; ++j) CHECK(station.key != lesson_stations()[j].key);
    }
}

TEST_CASE(
    "the first command of a station makes what the window shows there, and its picture is on the page") {
    const std::string page = read_text(docs + "the-convolution-lesson.md");
    const TemporaryFolder folder;
    // Larger than the largest kernel of the lesson.
    write_input(folder / "in.pfm", {61, 43});
    const Image in = read_image(folder / "in.pfm");
    for (std::size_t i = 0; i < lesson_stations().size(); ++i) {
        const LessonStation& station = lesson_stations()[i];
        CAPTURE(station.key);
        const std::string part = section(page, i);
        const std::vector<Names> found = commands(part);
        REQUIRE_FALSE(found.empty());
        for (std::size_t k = 0; k < found.size(); ++k) {
            const Names& words = found[k];
            REQUIRE(words.size() >= 4);
            CHECK(words[1] == "picture.png");
            REQUIRE(words[2] == "-o");
            const std::string picture = "pictures/lesson/" + words[3];
            CAPTURE(picture);
            CHECK(part.find("](" + picture + ")") != std::string::npos);
            CHECK(std::filesystem::exists(docs + picture));
            if (k > 0) continue;
            const Outcome outcome =
                run_on_cpu(words[0], folder / "in.pfm", folder / "out.pfm", {words.begin() + 4, words.end()});
            REQUIRE(outcome.err.empty());
            CHECK(read_text(folder / "out.pfm") == pfm_of(shown_by_session(in, station.preset), folder));
        }
    }
}
