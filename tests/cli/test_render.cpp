// `droplet render`: captures made again by the real program.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/lab.h"
#include "media/capture_file.h"
#include "session/film_log.h"
#include "session/settings.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Outcome render(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"render"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--backend", "cpu", "--quiet"});
    return run_droplet(all);
}

/// A performance by hand: settings that change, a kick and a stroke of noise amid, the view that moves; and
/// the pictures that it showed.
struct Performance {
    Recipe recipe;
    std::vector<Image> pictures;
    std::vector<PixelRect> views;  // of each picture
};

Performance perform(const TemporaryFolder& folder) {
    write_input(folder / "in.png");
    Performance made;
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    SourceReference source;
    source.kind = SourceKind::picture;
    source.path = folder / "in.png";
    source.checksum = file_checksum(source.path);
    session.load(std::make_shared<const Image>(read_image(source.path)), source);
    SessionSettings settings;
    Take take;
    for (int frame = 0; frame < 6; ++frame) {
        settings.preset.diffusion.k = 0.05f + 0.02f * static_cast<float>(frame / 2);
        session.advance(settings, 2);
        if (frame == 2) session.kick(0.3f);
        if (frame == 3)
            session.paint(
                {{.brush = {.tool = BrushTool::noise, .size = 9, .strength = 1}, .x = 20, .y = 12}});
        Shot shot;
        shot.step = session.step();
        shot.events = static_cast<std::int64_t>(session.events());
        shot.settings = run_settings(settings);
        const int x = frame;
        shot.x0 = x, shot.y0 = 3, shot.x1 = x + 20, shot.y1 = 13;
        take.shots.push_back(shot);
        made.pictures.push_back(session.download());
        made.views.push_back({x, 3, x + 20, 13});
    }
    made.recipe = session.recipe(settings);
    made.recipe.raw = true;
    made.recipe.fps = 10;
    take.run = made.recipe.run;
    made.recipe.takes.push_back(take);
    write_recipe(made.recipe, folder / "play.json");
    return made;
}

bool shows(const Image& frame, const Image& picture, const PixelRect& view) {
    if (!(frame.size() == Size{view.width(), view.height()})) return false;
    bool same = true;
    for (int c = 0; c < frame.channels(); ++c)
        for (int y = 0; y < frame.height(); ++y)
            for (int x = 0; x < frame.width(); ++x)
                same = same && frame.plane(c).row(y)[x] == picture.plane(c).row(view.y0 + y)[view.x0 + x];
    return same;
}

}  // namespace

TEST_CASE("Many captures are rendered in one call, and what is none of them is told and left out") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.png";
    write_input(in);
    for (const char* steps : {"2", "5"})
        REQUIRE(run_on_cpu("diffuse", in, folder / (std::string("s") + steps + ".pfm"),
                           {"--steps", steps, "--quiet"})
                    .status == 0);
    const std::string s2 = folder / "s2.pfm", s5 = folder / "s5.pfm";
    REQUIRE(render({s2, s5, "-o", folder / "again/{name}.pfm"}).status == 0);
    CHECK(read_text(folder / "again/s2.pfm") == read_text(s2));
    CHECK(read_text(folder / "again/s5.pfm") == read_text(s5));
    const Outcome outcome = render({s2, in, s5, "-o", folder / "more/{name}.pfm"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("in.png: carries no recipe") != std::string::npos);
    CHECK(read_text(folder / "more/s5.pfm") == read_text(s5));
}

TEST_CASE("A still that is rendered again has the same bits, as values and as a file") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.png";
    write_input(in);
    for (const char* name : {"a.png", "a.pfm", "a.tif"}) {
        CAPTURE(name);
        const std::string out = folder / name, again = folder / ("again" + std::string(name).substr(1));
        REQUIRE(run_on_cpu("learn", in, out, {"--steps", "7", "--quiet"}).status == 0);
        const Outcome outcome = render({out, "-o", again});
        CHECK(outcome.err == "");
        REQUIRE(outcome.status == 0);
        CHECK(read_text(again) == read_text(out));
    }
    // And of what was rendered again.
    REQUIRE(render({folder / "again.png", "-o", folder / "third.pfm"}).status == 0);
    CHECK(read_text(folder / "third.pfm") == read_text(folder / "a.pfm"));
}

TEST_CASE(
    "A performance that is rendered has the frames that were shown, bit by bit, and so have its parts") {
    const TemporaryFolder folder;
    const Performance performance = perform(folder);
    REQUIRE(render({folder / "play.json", "-o", folder / "f-%02d.pfm", "--width", "20"}).status == 0);
    for (std::size_t i = 0; i < performance.pictures.size(); ++i) {
        CAPTURE(i);
        const Image frame = read_image(folder / ("f-0" + std::to_string(i) + ".pfm"));
        CHECK(shows(frame, performance.pictures[i], performance.views[i]));
    }
    REQUIRE(render({folder / "play.json", "-o", folder / "p-%02d.pfm", "--width", "20", "--frames", ":2"})
                .status == 0);
    REQUIRE(render({folder / "play.json", "-o", folder / "p-%02d.pfm", "--width", "20", "--frames", "2:5"})
                .status == 0);
    REQUIRE(render({folder / "play.json", "-o", folder / "p-%02d.pfm", "--width", "20", "--frames", "5:"})
                .status == 0);
    for (int i = 0; i < 6; ++i) {
        const std::string number = "-0" + std::to_string(i) + ".pfm";
        CHECK(read_text(folder / ("p" + number)) == read_text(folder / ("f" + number)));
    }
}

TEST_CASE("A still is rendered at another size, by its width or its height") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {40, 30});
    REQUIRE(run_on_cpu("diffuse", folder / "in.png", folder / "a.png", {"--steps", "3", "--quiet"}).status ==
            0);
    REQUIRE(render({folder / "a.png", "-o", folder / "w.png", "--width", "80"}).status == 0);
    CHECK(read_image(folder / "w.png").size() == Size{80, 60});
    REQUIRE(render({folder / "a.png", "-o", folder / "h.png", "--height", "15"}).status == 0);
    CHECK(read_image(folder / "h.png").size() == Size{20, 15});
}

TEST_CASE("A source is found beside its capture, and one that is another file is told of in a line") {
    const TemporaryFolder folder;
    perform(folder);
    std::filesystem::create_directory(folder / "other");
    std::filesystem::rename(folder / "play.json", folder / "other/play.json");
    std::filesystem::rename(folder / "in.png", folder / "other/in.png");
    const Outcome moved = render({folder / "other/play.json", "-o", folder / "moved.pfm"});
    CHECK(moved.status == 0);
    CHECK(moved.err == "");
    write_input(folder / "other/in.png", {41, 29});
    write_input(folder / "third.png", {50, 29});
    std::filesystem::copy_file(folder / "third.png", folder / "other/in.png",
                               std::filesystem::copy_options::overwrite_existing);
    const Outcome other = render({folder / "other/play.json", "-o", folder / "other.pfm"});
    CHECK(other.status == 0);
    CHECK(std::count(other.err.begin(), other.err.end(), '\n') == 1);
    CHECK(other.err.find("is another file than then") != std::string::npos);
    CHECK(other.err.find(file_checksum(folder / "third.png")) != std::string::npos);
    std::filesystem::remove(folder / "other/in.png");
    const std::string missing =
        refusal({"render", folder / "other/play.json", "-o", folder / "no.pfm", "--backend", "cpu"}, 1);
    CHECK(missing.find("is missing") != std::string::npos);
    CHECK(render({folder / "other/play.json", folder / "third.png", "-o", folder / "given.pfm"}).status == 0);
    CHECK(read_text(folder / "given.pfm") == read_text(folder / "other.pfm"));
    CHECK(!std::filesystem::exists(folder / "no.pfm"));
}

TEST_CASE("A preset is rendered as its command would") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    write_text(folder / "p.json",
               R"({"droplet":"preset","version":1,"process":"diffuse","diffusion":{"k":0.11}})");
    REQUIRE(render({folder / "p.json", folder / "in.png", "-o", folder / "a.pfm", "--steps", "5"}).status ==
            0);
    REQUIRE(
        run_on_cpu("diffuse", folder / "in.png", folder / "b.pfm", {"--steps", "5", "--k", "0.11"}).status ==
        0);
    CHECK(read_text(folder / "a.pfm") == read_text(folder / "b.pfm"));
    write_text(
        folder / "f.json",
        R"({"droplet":"preset","version":1,"source":"fractal","process":"none","fractal":{"iterations":9}})");
    REQUIRE(render({folder / "f.json", "-o", folder / "f.png", "--width", "40", "--height", "30"}).status ==
            0);
    CHECK(read_image(folder / "f.png").size() == Size{40, 30});
    write_text(
        folder / "d.json",
        R"({"droplet":"preset","version":1,"source":"fractal","process":"diffuse","fractal":{"iterations":9}})");
    REQUIRE(render({folder / "d.json", "-o", folder / "d-%d.png", "--width", "40", "--height", "30",
                    "--steps", "4", "--every", "2"})
                .status == 0);
    CHECK(std::filesystem::exists(folder / "d-2.png"));
    CHECK(!std::filesystem::exists(folder / "d-3.png"));
}

TEST_CASE("What cannot be rendered is refused in one line, and nothing is written") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    const std::string out = folder / "out.png";
    const auto refused = [&](std::vector<std::string> arguments, int status) {
        arguments.insert(arguments.begin(), "render");
        arguments.insert(arguments.end(), {"-o", out});
        return refusal(arguments, status);
    };
    CHECK(refused({folder / "in.png"}, 1).find("carries no recipe") != std::string::npos);
    CHECK(refused({folder / "nothing.png"}, 1).find("nothing.png") != std::string::npos);
    CHECK(refused({}, 2).find("CAPTURE") != std::string::npos);
    write_text(folder / "hostile.json",
               R"({"droplet":"capture","version":1,"step":99999999999999999999,"events":[[]]})");
    CHECK(refused({folder / "hostile.json"}, 2).find("hostile.json") != std::string::npos);
    REQUIRE(run_on_cpu("diffuse", folder / "in.png", folder / "a.png", {"--steps", "2", "--quiet"}).status ==
            0);
    CHECK(refused({folder / "a.png", "--steps", "3"}, 2).find("--steps") == 0);
    CHECK(refusal({"render", folder / "a.png", "-o", folder / "f-%d.png"}, 2).find("is a still") !=
          std::string::npos);
    CHECK(!std::filesystem::exists(out));
}
