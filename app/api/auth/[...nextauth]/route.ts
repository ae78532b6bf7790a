import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/next-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = async (request: Request, context: Context): Promise<Response> => {
  try {
    return await NextAuth(request as never, context as never, authOptions());
  } catch (error) {
    // It reads JSON without asking whether it is any.
    if (error instanceof SyntaxError) return new Response(null, { status: 400 });
    throw error;
  }
};

export { handler as GET, handler as POST };
