// Frames through an OpenGL buffer, in a window of this process. Where OpenGL runs on another device than CUDA
// (software rendering), the fallback is tested instead.
#define DOCTEST_CONFIG_IMPLEMENT
#include <glad/gl.h>
// glad first: GLFW would bring the system's GL headers otherwise.
#include <GLFW/glfw3.h>
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "compute/reference.h"
#include "gpu_required.h"
#include "host_sink.h"

namespace droplet::test {
namespace {

/// Offers a GL buffer, in a new object whenever it has to grow, and host memory as the presenter does.
struct GlSink final : FrameSink {
    GLuint buffer = 0;
    std::size_t room = 0, asked = 0;
    HostSink host;

    ~GlSink() override { glDeleteBuffers(1, &buffer); }

    std::uint32_t gl_buffer(std::size_t bytes) override {
        asked = bytes;
        if (bytes > room) {
            GLuint larger = 0;
            glCreateBuffers(1, &larger);
            glNamedBufferStorage(larger, static_cast<GLsizeiptr>(bytes), nullptr, 0);
            glDeleteBuffers(1, &buffer);
            buffer = larger;
            room = bytes;
        }
        return buffer;
    }
    HalfTexel* host_texels(std::size_t count) override { return host.host_texels(count); }

    std::vector<HalfTexel> read_buffer() const {
        std::vector<HalfTexel> texels(asked / sizeof(HalfTexel));
        glGetNamedBufferSubData(buffer, 0, static_cast<GLsizeiptr>(asked), texels.data());
        return texels;
    }
};

bool gl_is_on_the_gpu() {
    return std::string(reinterpret_cast<const char*>(glGetString(GL_VENDOR))).find("NVIDIA") !=
           std::string::npos;
}

}  // namespace

TEST_CASE(
    "a frame through a GL buffer has the texels of one through host memory, as the buffer grows and is "
    "reused") {
    const auto backend = make_cuda_backend();
    backend->upload(make_picture({640, 480}, 3));
    GlSink sink;
    for (const PixelRect region : {PixelRect{0, 0, 64, 48}, PixelRect{10, 20, 60, 50},
                                   PixelRect{0, 0, 640, 480}, PixelRect{5, 5, 635, 475}})
        for (int frame = 0; frame < 5; ++frame) {
            backend->diffuse({}, 3, {});
            const FrameRequest request{region, 1, Content::current};
            const auto expected = delivered(*backend->present(request));
            sink.host.texels.clear();
            backend->present(request)->deliver(sink);
            const bool through_host = !sink.host.texels.empty();
            CHECK(same_texels(through_host ? sink.host.texels : sink.read_buffer(), expected));
            if (gl_is_on_the_gpu()) {
                CHECK_FALSE(through_host);
                CHECK(backend->info().notice == "");
            } else {
                CHECK(through_host);
                CHECK_FALSE(backend->info().notice.empty());
            }
        }
}

TEST_CASE("an interop failure is told once and does not stop the frames") {
    const auto backend = make_cuda_backend();
    backend->upload(make_picture({64, 48}, 1));
    struct Broken final : FrameSink {
        HostSink host;
        int asked = 0;
        std::uint32_t gl_buffer(std::size_t) override {
            ++asked;
            return 0x7fffffff;  // no such buffer
        }
        HalfTexel* host_texels(std::size_t count) override { return host.host_texels(count); }
    } sink;
    const FrameRequest request{{0, 0, 64, 48}, 1, Content::current};
    const auto expected = delivered(*backend->present(request));
    for (int frame = 0; frame < 3; ++frame) {
        backend->present(request)->deliver(sink);
        CHECK(same_texels(sink.host.texels, expected));
    }
    CHECK(sink.asked == 1);
    CHECK(backend->info().notice.find("host memory") != std::string::npos);
    std::printf("notice: %s\n", backend->info().notice.c_str());
}

}  // namespace droplet::test

namespace {

int skip(const char* why) {
    std::printf("skipped: %s\n", why);
    return droplet::test::skipped;
}

}  // namespace

int main(int argc, char** argv) {
    if (!droplet::test::gpu_found()) return droplet::test::skipped;
    if (!glfwInit()) return skip("no display");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    GLFWwindow* const window = glfwCreateWindow(64, 64, "interop", nullptr, nullptr);
    if (!window) {
        glfwTerminate();
        return skip("no OpenGL 4.5 window");
    }
    glfwMakeContextCurrent(window);
    int status = droplet::test::skipped;
    if (gladLoadGL(glfwGetProcAddress)) {
        std::printf("OpenGL: %s, %s\n", glGetString(GL_VENDOR), glGetString(GL_RENDERER));
        status = doctest::Context(argc, argv).run();
    }
    glfwDestroyWindow(window);
    glfwTerminate();
    return status;
}
