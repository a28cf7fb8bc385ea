#include "model/lesson.h"

#include <vector>

namespace droplet {
namespace {

template <class Change>
Preset convolve(KernelName kernel, Change change) {
    Preset preset;
    preset.process = Process::convolve;
    preset.convolution.kernel = kernel;
    change(preset.convolution);
    return preset;
}

Preset box(int side) {
    return convolve(KernelName::box, [side](ConvolutionParams& p) { p.kernel_size = side; });
}

/// Signed results around a middle grey, so that both signs can be seen.
void around_grey(ConvolutionParams& p, float gain) {
    p.gain = gain;
    p.offset = 0.5f;
}

Preset edges(CannyStage stage) {
    Preset preset;
    preset.process = Process::edges;
    preset.canny.stage = stage;
    return preset;
}

void add_what_it_is(std::vector<LessonStation>& list) {
    list.push_back({"what-a-convolution-is", "What a convolution is",
                    "Each pixel of the result is a sum: the pixels around it, each times one number of the "
                    "kernel. Point at a pixel to see its window, the nine products and their sum. Here all "
                    "nine numbers are 1/9, so that the sum is the mean of the window.",
                    box(3), "off", true});
    list.push_back({"the-sliding-window", "The sliding window",
                    "Start the walk: the window goes over the picture from the top left, row by row, and "
                    "each stop gives one pixel of the result. Neighbouring windows share most of their "
                    "pixels, which is why neighbouring results are alike. Stop on an edge: the mean lies "
                    "between its two sides, and that is all that a blur is.",
                    convolve(KernelName::box,
                             [](ConvolutionParams& p) {
                                 p.kernel_size = 7;
                                 p.mode = ConvolutionMode::valid;
                             }),
                    "off", true});
    list.push_back({"valid-same-full", "valid, same, full",
                    "A window that must stay inside the picture leaves out a margin: valid is smaller than "
                    "the picture by the kernel's size minus one. same puts the middle of the kernel on "
                    "every pixel and is as large as the picture; full takes every place where the kernel "
                    "touches the picture, and is larger by as much as valid is smaller. Switch between the "
                    "three with this kernel of 31×31 and watch the size of the result.",
                    convolve(KernelName::box,
                             [](ConvolutionParams& p) {
                                 p.kernel_size = 31;
                                 p.mode = ConvolutionMode::full;
                                 p.border = Border::constant;
                             }),
                    "off", false});
    list.push_back({"borders", "Borders",
                    "Where the window hangs over the border something has to stand: a constant, the last "
                    "pixel again (replicate), the picture mirrored (reflect; reflect-101 does not repeat "
                    "the last pixel), or its other side (wrap). Look at the margin: constant darkens it, "
                    "wrap lets in the colours of the other side, the mirrors hide it best. The inside is "
                    "the same for all five.",
                    convolve(KernelName::box,
                             [](ConvolutionParams& p) {
                                 p.kernel_size = 31;
                                 p.border = Border::wrap;
                             }),
                    "off", false});
}

void add_blurs(std::vector<LessonStation>& list) {
    list.push_back({"box-blur-3x3", "Box blur, 3×3",
                    "All nine weights are 1/9: every pixel becomes the mean of its neighbourhood. Noise and "
                    "fine lines fade first, since they differ most from what is around them; flat parts do "
                    "not change at all. The weights add up to 1, so that the picture stays as bright as it "
                    "was.",
                    box(3), "wipe", false});
    list.push_back(
        {"box-blur-5x5", "Box blur, 5×5",
         "Twenty-five weights of 1/25 reach two pixels far instead of one. The blur is stronger, "
         "and bright points become squares: each is a picture of the kernel. Still larger boxes cost hardly "
         "more, since neighbouring windows share most of their sums.",
         box(5), "wipe", false});
    list.push_back({"identity", "Identity",
                    "A single 1 in the middle and 0 around it give every pixel back to the last bit: the "
                    "difference is 0 everywhere. It is the picture itself written as a kernel, which other "
                    "kernels can be added to and taken from. Move the 1 by one cell in the editor, and the "
                    "whole picture moves by one pixel.",
                    convolve(KernelName::identity, [](ConvolutionParams&) {}), "difference", false});
    list.push_back({"blur-minus", "The picture minus its blur",
                    "identity − box is what the blur took away. Flat parts become 0, shown as middle grey; "
                    "edges and texture stay, brighter on one side and darker on the other. The weights add "
                    "up to 0: the brightness is gone, and only change is left.",
                    convolve(KernelName::blur_edges, [](ConvolutionParams& p) { around_grey(p, 3); }), "off",
                    false});
    list.push_back({"sharpen", "Sharpen",
                    "Add to the picture what the blur takes away: 2·identity − box. Edges become steeper "
                    "and overshoot, a bright line on one side and a dark one on the other, and noise grows "
                    "with them. The weights add up to 1 again, and flat parts keep their brightness.",
                    convolve(KernelName::sharpen, [](ConvolutionParams&) {}), "wipe", false});
    list.push_back({"gaussian", "Gaussian blur",
                    "The weights [1 4 6 4 1]ᵀ [1 4 6 4 1] / 256 fall with the distance from the middle. "
                    "Against the box of the same size the blur is rounder: bright points become discs, and "
                    "fine stripes fade instead of swapping bright and dark. The kernel is a column times a "
                    "row (its rank is 1), so that it runs as two passes of five weights instead of one of "
                    "twenty-five.",
                    convolve(KernelName::gaussian_5x5, [](ConvolutionParams&) {}), "wipe", false});
    list.push_back({"convolution-or-correlation", "Convolution or correlation",
                    "Correlation takes the kernel as drawn; convolution flips it left-right and up-down "
                    "first. Switch the flip with this kernel, and the light of the relief comes from the "
                    "other side; with a box, a Gaussian or a Laplacian nothing changes, since half a turn "
                    "leaves them as they are. Flipped, two kernels in a row are one kernel: "
                    "A ∗ (B ∗ I) = (A ∗ B) ∗ I.",
                    convolve(KernelName::emboss, [](ConvolutionParams& p) { p.flip = true; }), "off", false});
}

void add_edges(std::vector<LessonStation>& list) {
    list.push_back({"sobel", "Edges: Sobel",
                    "The column at the right minus the column at the left, the middle row counted twice: the "
                    "slope from left to right. Middle grey is no slope; edges that rise to the right are "
                    "bright, those that fall are dark, and horizontal ones are missing. sobel-y sees those, "
                    "and √(x² + y²) of both is the gradient.",
                    convolve(KernelName::sobel_x,
                             [](ConvolutionParams& p) {
                                 p.channels = ConvolutionChannels::grey;
                                 around_grey(p, 0.5f);
                             }),
                    "off", false});
    list.push_back({"laplace", "Edges: Laplace",
                    "The four neighbours minus four times the middle: how far a pixel is from the mean of "
                    "its neighbours, in every direction at once. An even slope gives 0, an edge two lines "
                    "side by side, one bright and one dark. Single pixels answer most, so that noise comes "
                    "out too; most edge detectors blur first.",
                    convolve(KernelName::laplace,
                             [](ConvolutionParams& p) {
                                 p.channels = ConvolutionChannels::grey;
                                 around_grey(p, 1);
                             }),
                    "off", false});
    list.push_back({"threshold", "Threshold",
                    "Values above the threshold become white, all others black. Drag it: too low, and noise "
                    "stays; too high, and edges break up. No single value is right for the whole picture, "
                    "which is what Canny's two thresholds are for.",
                    convolve(KernelName::edge,
                             [](ConvolutionParams& p) {
                                 p.channels = ConvolutionChannels::grey;
                                 p.absolute = true;
                                 p.thresholding = true;
                                 p.threshold = 0.5f;
                             }),
                    "off", false});
}

void add_canny(std::vector<LessonStation>& list) {
    list.push_back({"canny-blur", "Canny 1: blur",
                    "A Gaussian comes first, since a gradient cannot tell noise from edges. The larger sigma "
                    "is, the fewer and longer the edges become in the end, and the rounder their corners. "
                    "Drag sigma until the noise is gone and the lines that matter are still there.",
                    edges(CannyStage::blur), "off", false});
    list.push_back({"canny-gradient", "Canny 2: gradient",
                    "Sobel's two kernels give the slope in x and in y; what is shown is its length, "
                    "√(x² + y²). Edges of every direction are there now, bright where they are steep. But "
                    "they are several pixels wide, since the blur has spread them.",
                    edges(CannyStage::gradient), "off", false});
    list.push_back({"canny-thin", "Canny 3: thinning",
                    "A pixel stays where its gradient is the largest along its own direction, that is, "
                    "across the edge; all others become 0. Every edge is now one pixel wide, and as bright "
                    "as it is steep. Compare with the pane before: nothing new appears, ridges stay and "
                    "their flanks go.",
                    edges(CannyStage::thin), "off", false});
    list.push_back({"canny-edges", "Canny 4: hysteresis",
                    "What is above the high threshold is an edge, and so is what is above the low one and "
                    "hangs together with it. Raise low up to high and edges break into pieces; lower it, and "
                    "they grow along their lines, while lone weak pixels stay away. That is what one "
                    "threshold could not do.",
                    edges(CannyStage::edges), "off", false});
    Preset of_blur = edges(CannyStage::edges);
    of_blur.canny.input = CannyInput::convolved;
    of_blur.convolution.kernel_size = 9;
    list.push_back({"canny-of-a-blur", "Canny of a blurred picture",
                    "Here the edges are found in what a convolution makes of the picture, a box blur of 9×9. "
                    "Fine texture gives no edges any more; outlines remain, smoother and a little displaced. "
                    "Put other kernels there: after sharpening there are more edges, after a blur fewer.",
                    of_blur, "off", false});
}

std::vector<LessonStation> all_stations() {
    std::vector<LessonStation> list;
    add_what_it_is(list);
    add_blurs(list);
    add_edges(list);
    add_canny(list);
    return list;
}

}  // namespace

std::span<const LessonStation> lesson_stations() {
    static const std::vector<LessonStation> stations = all_stations();
    return stations;
}

}  // namespace droplet
