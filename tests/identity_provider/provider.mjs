// The certified provider of the npm package `oidc-provider`, for tests/api/identity_providers/real.rs.
// BILANCIO_OIDC_PROVIDER_DIR is the folder that the package was installed in. Whoever comes is "user-1",
// has shown a second factor, and belongs to "operators". Says its issuer once it listens.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = join(process.env.BILANCIO_OIDC_PROVIDER_DIR, 'node_modules', 'oidc-provider');
const { Provider } = await import(pathToFileURL(join(folder, 'lib', 'index.js')));

// The test reads the first line only, and the package goes on to write.
process.stdout.on('error', () => {});

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'bilancio',
      client_secret: "the service's secret at the provider",
      redirect_uris: ['https://desk.example/signed-in'],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    }],
    claims: {
      openid: ['sub', 'groups', 'amr'], email: ['email', 'email_verified'], profile: ['name'],
      acr: null, auth_time: null, iss: null, sid: null,
    },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id, groups: ['operators'], name: 'User One', email: 'one@example.org',
        email_verified: true,
      }),
    }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({
        clientId: client.clientId, accountId: session.accountId,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  provider.on('server_error', (_context, error) => console.error(error));
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url.startsWith('/interaction/')) {
      const login = { accountId: 'user-1', amr: ['mfa'] };
      provider.interactionFinished(request, response, { login });
    } else {
      answer(request, response);
    }
  });
  console.log(issuer);
});
