#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>

#include "media/image_io.h"
#include "model/error.h"
#include "temporary_folder.h"
#include "ui/still_writer.h"

namespace fs = std::filesystem;
using namespace droplet;

namespace {

/// Values beyond [0, 1], and with `alpha` some that are half transparent.
Image picture(bool alpha = false) {
    Image image({7, 5}, 3, alpha);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 5; ++y)
            for (int x = 0; x < 7; ++x)
                image.plane(c).row(y)[x] = static_cast<float>(x + 10 * y + c) / 40 - 0.1f;
    if (alpha)
        for (int y = 0; y < 5; ++y)
            for (int x = 0; x < 7; ++x) image.alpha().row(y)[x] = x < 3 ? 0.5f : 1.0f;
    return image;
}

StillJob job_in(const fs::path& folder, Image image = picture()) {
    StillJob job;
    job.picture = std::move(image);
    job.place = {.folder = folder.string(), .name = "{source}"};
    job.facts.source = "star";
    return job;
}

std::string error_of(StillJob job) {
    try {
        write_still(std::move(job));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

/// Waits for what the writer has to say.
struct Results {
    std::mutex mutex;
    std::condition_variable changed;
    int changes = 0;
    void change() {
        {
            const std::lock_guard lock(mutex);
            ++changes;
        }
        changed.notify_all();
    }
    void wait_for(int count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return changes >= count; });
    }
};

}  // namespace

TEST_CASE("A still as shown holds the display's colours, to the nearest of its format's values") {
    const TemporaryFolder folder;
    StillJob job = job_in(folder.path());
    job.display = {.low = 0.2f, .high = 0.6f};
    const fs::path file = write_still(std::move(job));
    CHECK(file == folder.path() / "star.png");
    const Image values = picture(), read = read_image(file.string());
    REQUIRE(read.channels() == 3);
    for (int x = 0; x < 7; ++x) {
        const float shown = std::clamp((values.plane(1).row(2)[x] - 0.2f) / 0.4f, 0.0f, 1.0f);
        CHECK(std::abs(read.plane(1).row(2)[x] - shown) <= 0.5f / 255 + 1e-6f);
    }
    StillJob fine = job_in(folder.path());
    fine.params.format = StillFormat::png_16;
    fine.display = {.low = 0.2f, .high = 0.6f};
    const Image deep = read_image(write_still(std::move(fine)).string());
    const float shown = std::clamp((values.plane(0).row(2)[3] - 0.2f) / 0.4f, 0.0f, 1.0f);
    CHECK(std::abs(deep.plane(0).row(2)[3] - shown) <= 0.5f / 65535 + 1e-6f);
}

TEST_CASE("Values are written with every bit, whatever the display and the format say") {
    const TemporaryFolder folder;
    StillJob job = job_in(folder.path());
    job.display = {.low = 0.4f, .high = 0.5f, .gamma = 2};
    job.params.content = StillContent::values;
    job.params.format = StillFormat::jpeg;
    const fs::path file = write_still(std::move(job));
    CHECK(file == folder.path() / "star.pfm");
    const Image read = read_image(file.string()), values = picture();
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 5; ++y)
            CHECK(std::memcmp(read.plane(c).row(y), values.plane(c).row(y), 7 * sizeof(float)) == 0);
}

TEST_CASE("Transparency stays in a PNG") {
    const TemporaryFolder folder;
    const Image read = read_image(write_still(job_in(folder.path(), picture(true))).string());
    REQUIRE(read.has_alpha());
    CHECK(read.alpha().row(1)[0] == doctest::Approx(0.5f).epsilon(0.01));
    CHECK(read.alpha().row(1)[6] == 1.0f);
}

TEST_CASE("Stills of one name each have a file of their own") {
    const TemporaryFolder folder;
    for (int i = 0; i < 3; ++i) write_still(job_in(folder.path()));
    CHECK(names_in(folder.path()) == std::vector<std::string>{"star (2).png", "star (3).png", "star.png"});
}

TEST_CASE("A still that cannot be written says so in one line and leaves nothing") {
    const TemporaryFolder folder;
    const fs::path blocked = folder.write("file", "x");
    CHECK(error_of(job_in(blocked / "in")) ==
          (blocked / "in").string() + ": cannot be made: a part of the path is not a folder");
    StillJob wrong = job_in(folder.path());
    wrong.place.name = "{who}";
    CHECK(error_of(std::move(wrong)).starts_with("name: {who} is no field"));
    CHECK(names_in(folder.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("Where the disk takes no more, nothing half-written stays") {
    const TemporaryFolder folder;
    StillJob job = job_in(folder.path(), Image({400, 300}, 3));
    job.params.content = StillContent::values;
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit little{4096, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &little) == 0);
    const std::string error = error_of(std::move(job));
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(error.starts_with((folder.path() / "star.pfm").string() + ": cannot be written: "));
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("The writer writes in the order it was given, says so, and ends with nothing left to write") {
    const TemporaryFolder folder;
    Results results;
    {
        StillWriter writer([&] { results.change(); });
        for (int i = 0; i < 4; ++i) writer.add(job_in(folder.path()), writer.room(1000));
        results.wait_for(1);
        CHECK(writer.take().front().file == folder.path() / "star.png");
    }
    CHECK(names_in(folder.path()).size() == 4);
    CHECK(results.changes == 4);
}

TEST_CASE("A still that fails does not keep the next from being written") {
    const TemporaryFolder folder;
    Results results;
    StillWriter writer([&] { results.change(); });
    writer.add(job_in("/proc/droplet"), writer.room(1));
    writer.add(job_in(folder.path()), writer.room(1));
    results.wait_for(2);
    const auto done = writer.take();
    REQUIRE(done.size() == 2);
    CHECK(done[0].error.starts_with("/proc/droplet: cannot be made: "));
    CHECK(done[1].error.empty());
    CHECK(writer.take().empty());
    CHECK(writer.under_way() == 0);
}

TEST_CASE("Stills under way take no more memory than they may, but one is always let in") {
    const TemporaryFolder folder;
    StillWriter writer([] {}, 100);
    auto large = writer.room(1'000'000);
    REQUIRE(large);
    CHECK_FALSE(writer.room(1));
    CHECK(writer.under_way() == 1);
    CHECK_FALSE(writer.wait(std::chrono::milliseconds(1)));
    large.reset();
    const auto half = writer.room(60);
    const auto rest = writer.room(40);
    CHECK(rest);
    CHECK_FALSE(writer.room(1));
    CHECK(writer.under_way() == 2);
}

TEST_CASE("What was asked for and never came gives its room back, even after the writer") {
    std::shared_ptr<StillWriter::Room> room;
    {
        StillWriter writer([] {}, 100);
        room = writer.room(10);
    }
    room.reset();
}
