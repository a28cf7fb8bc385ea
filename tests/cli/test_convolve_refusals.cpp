#include <doctest/doctest.h>

#include <string>

#include "cli/lab.h"
#include "media/preset_file.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

/// Commands on one picture of 20x12 pixels.
class Job {
 public:
    Job() { write_input(folder / "in.png", {20, 12}); }

    /// How `droplet convolve` refuses; no OUT is left.
    std::string refused(Names more, int status = 2, const std::string& out = "out.png") const {
        Names arguments{"convolve", folder / "in.png", "-o", folder / out};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Names before = folder.names();
        const std::string line = refusal(arguments, status);
        CHECK(folder.names() == before);
        return line;
    }
    std::string refused_file(const std::string& text, int status = 2) const {
        write_text(folder / "k.txt", text);
        const std::string line = refused({"--kernel", folder / "k.txt"}, status);
        CHECK(line.starts_with(folder / "k.txt"));
        return line;
    }

    TemporaryFolder folder;
};

}  // namespace

TEST_CASE("a kernel that is no name and no file is refused with the nearest name, and files are named too") {
    const Job job;
    CHECK(job.refused({"--kernel", "sobelx"}) ==
          "--kernel: 'sobelx' is no kernel and no file; nearest: sobel-x, or a file");
    const std::string all = job.refused({"--kernel", "zzzzzzzz"});
    CHECK(all.starts_with("--kernel: 'zzzzzzzz' is no kernel and no file; valid: identity, box, sharpen, "));
    CHECK(all.ends_with("unsharp-mask, or a file"));
    CHECK(job.refused({}).starts_with("--kernel: is missing; valid: identity, box, "));
    CHECK(job.refused({"--kernel", ""}).starts_with("--kernel: is empty; "));
    CHECK(job.refused({"--kernel", "custom"}) ==
          "--kernel: there is no custom kernel; valid: --kernel with a name or a file");
    CHECK(job.refused({"--kernel", "box", "--kernel", "box"}).starts_with("--kernel: stands more than once"));
    CHECK(job.refused({"--kernel", job.folder / "none.txt"}, 1).starts_with(job.folder / "none.txt: "));
    CHECK(job.refused({"--kernel", job.folder / "."}, 1).starts_with(job.folder / ".: "));
}

TEST_CASE("a kernel's file that is empty, ragged, no numbers, too large or not finite is told in one line") {
    const Job job;
    const Names texts{"",
                      "\n\n",
                      "1 2 3\n4 5\n",
                      "1 x 3\n",
                      "nan\n",
                      "1 inf 2\n",
                      "1e30\n",
                      "1/0\n",
                      "{",
                      R"({"weights": []})",
                      R"({"weights": [[1, null]]})",
                      R"({"weights": [[1, 2], [3]]})"};
    for (const std::string& text : texts) {
        CAPTURE(text);
        const bool no_kernel_at_all = text.empty() || text == "{";
        const std::string line = job.refused_file(text, no_kernel_at_all ? 1 : 2);
        CHECK((text.empty() ? line.ends_with(": is empty") : line.find("; valid: ") != std::string::npos));
    }
    std::string wide;
    for (int i = 0; i < 32; ++i) wide += "1 ";
    CHECK(job.refused_file(wide).find("31") != std::string::npos);
    CHECK(job.folder.names() == Names{"in.png", "k.txt"});
}

TEST_CASE("mode valid of a kernel larger than the picture is refused, and nothing is written") {
    const Job job;
    CHECK(job.refused({"--kernel", "box", "--kernel-size", "13", "--mode", "valid"}) ==
          "kernel: 13x13 is larger than the picture, 20x12, so that mode valid leaves nothing; valid: a "
          "smaller kernel, or mode same or full");
}

TEST_CASE("a flag that the kernel, the border, the threshold or the feed has no use for is refused") {
    const Job job;
    CHECK(job.refused({"--kernel", "sobel-x", "--kernel-size", "5"}) ==
          "--kernel-size: shapes nothing of the kernel sobel-x; valid with box, gaussian, motion-blur, "
          "unsharp-mask");
    CHECK(job.refused({"--kernel", "box", "--kernel-sigma", "2"}).starts_with("--kernel-sigma: "));
    CHECK(job.refused({"--kernel", "box", "--kernel-angle", "2"}).starts_with("--kernel-angle: "));
    CHECK(job.refused({"--kernel", "gaussian", "--kernel-amount", "2"}).starts_with("--kernel-amount: "));
    CHECK(job.refused({"--kernel", "box", "--border-value", "1"}) ==
          "--border-value: the border is reflect-101; valid with --border constant");
    CHECK(job.refused({"--kernel", "box", "--top", "1"}) ==
          "--top: there is no threshold; valid with --threshold");
    CHECK(job.refused({"--kernel", "box", "--threshold", "1", "--no-thresholding"}) ==
          "--threshold: --no-thresholding stands too; valid: one of the two");
    CHECK(job.refused({"--kernel", "box", "--k", "1"}) ==
          "--k: the picture does not run; valid with --feed diffuse or learn");
    CHECK(job.refused({"--kernel", "box", "--coupling", "vector"}) ==
          "--coupling: the picture does not diffuse; valid with --feed diffuse");
    CHECK(job.refused({"--kernel", "box", "--feed", "diffuse", "--steps", "1", "--fidelity", "1"}) ==
          "--fidelity: the picture does not learn; valid with --feed learn");
    CHECK(job.refused({"--kernel", "box", "--feed", "diffuse", "--steps", "1", "--rate", "0.3"}) ==
          "--rate: 0.3 is out of range; valid: 0 to 0.25");
    CHECK(job.refused({"--kernel", "box", "--feed", "learn", "--steps", "1", "--rate", "5"}) ==
          "--rate: 5 is out of range; valid: 0 to 4");
    CHECK(job.refused({"--kernel", "box", "--feed", "learn", "--steps", "1", "--start", "custom"}) ==
          "--start: the custom operator is missing; valid: with a preset that has one");
}

TEST_CASE("steps and films need something that runs") {
    const Job job;
    CHECK(job.refused({"--kernel", "box", "--steps", "5"}) ==
          "--steps: 5 of a picture that stands; valid: 1, or more with --feed");
    CHECK(job.refused({"--kernel", "box"}, 2, "out.mp4")
              .ends_with("out.mp4: is of many pictures, and there is one; valid: a still, or with --feed"));
    CHECK(job.refused({"--kernel", "box", "--every", "2"}).starts_with("--every: "));
    CHECK(job.refused({"--kernel", "box", "--feed", "diffuse"}) ==
          "--steps: is missing; valid: 0 to 1000000000");
    CHECK(job.refused({"--kernel", "box", "--feed", "iterate", "--mode", "full"}) ==
          "--mode: full changes the size, and each step takes the result of the last; valid with --feed "
          "iterate: same");
    CHECK(run_droplet({"convolve", job.folder / "in.png", "-o", job.folder / "one.png", "--kernel", "box",
                       "--steps", "1"})
              .status == 0);
}

TEST_CASE("- is standard input for one thing") {
    const Job job;
    write_text(job.folder / "k.txt", "0 1 0\n1 -4 1\n0 1 0\n");
    const Names laplace{"convolve", job.folder / "in.png", "-o", job.folder / "a.pfm", "--kernel", "-"};
    REQUIRE(run_droplet(laplace, {job.folder / "k.txt", ""}).status == 0);
    REQUIRE(
        run_droplet({"convolve", job.folder / "in.png", "-o", job.folder / "b.pfm", "--kernel", "laplace"})
            .status == 0);
    CHECK(read_text(job.folder / "a.pfm") == read_text(job.folder / "b.pfm"));
    CHECK(refusal({"convolve", "-", "-o", job.folder / "o.png", "--kernel", "-"}, 2) ==
          "--kernel: - is that of INPUT too; valid: another file");
    CHECK(refusal({"convolve", "-o", job.folder / "o.png", "--kernel", "-", "--preset", "-"}, 2) ==
          "--kernel: - is that of --preset too; valid: another file");
    REQUIRE(run_droplet({"convolve", "-", "-o", job.folder / "c.pfm", "--kernel", "laplace"},
                        {job.folder / "in.png", ""})
                .status == 0);
    CHECK(read_text(job.folder / "c.pfm") == read_text(job.folder / "b.pfm"));
}

TEST_CASE("a preset gives the kernel, or is asked for one; a built-in one of another process is refused") {
    const Job job;
    Preset preset;
    preset.process = Process::convolve;
    preset.convolution.kernel = KernelName::custom;
    write_preset(preset, job.folder / "none.json");
    preset.custom_kernel = Kernel(1, 1);
    preset.custom_kernel.weights = {2};
    write_preset(preset, job.folder / "two.json");
    CHECK(job.refused({"--preset", job.folder / "none.json"})
              .starts_with(job.folder / "none.json: there is no custom kernel; valid: --kernel "));
    for (const Names& more : {Names{"--preset", job.folder / "two.json"},
                              Names{"--preset", job.folder / "two.json", "--kernel", "custom"}}) {
        Names arguments{"convolve", job.folder / "in.png", "-o", job.folder / "twice.pfm"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        REQUIRE(run_droplet(arguments).status == 0);
        const Image in = read_image(job.folder / "in.png"), out = read_image(job.folder / "twice.pfm");
        CHECK(out.plane(0).row(5)[7] == doctest::Approx(2 * in.plane(0).row(5)[7]));
    }
    CHECK(job.refused({"--preset", "coral", "--kernel", "box"}) ==
          "--preset: coral has settings of droplet learn only; valid: droplet learn --preset coral");
    CHECK(run_droplet({"convolve", job.folder / "in.png", "-o", job.folder / "coral.png", "--kernel", "box",
                       "--preset", "coral", "--feed", "learn", "--steps", "2"})
              .status == 0);
}
